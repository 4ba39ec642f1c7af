package org.gradus.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepCommandTest {
    @Test
    void aSweepEndsWithTheBestRatesAndItsFigure(@TempDir Path folder) throws Exception {
        Path spec = Files.writeString(folder.resolve("bowl.yaml"), """
                problem: {type: quadratic, dimension: 5, condition: 4}
                optimizers: {gd: {type: sgd, lr: 0.5}}
                seeds: [1, 2]
                budget: {steps: 30}
                """);
        Cli answer = Cli.execute("sweep", spec.toString(), "--rates", "0.01,0.1,1,10", "--seeds", "5,6", "--quiet",
                "--out", folder.resolve("out").toString());
        assertEquals(0, answer.code(), answer.err());
        List<String> lines = answer.out().lines().toList();
        assertTrue(lines.get(0).startsWith("optimizer  best lr"), answer.out());
        assertTrue(lines.get(1).startsWith("gd         1  "), answer.out());
        assertTrue(Files.exists(Path.of(lines.get(2).substring("figure: ".length()))), answer.out());
        assertTrue(lines.get(2).contains("bowl-sweep"), answer.out());
    }

    @Test
    void helpAndComplaints() {
        assertTrue(Cli.execute("sweep", "--help").out().startsWith("Usage: gradus sweep"));
        assertTrue(Cli.complaint("sweep", "quickstart", "--seeds", "1").contains("--seeds must be others"));
        assertTrue(Cli.complaint("sweep", "quickstart", "--rates", "fast").contains("'fast' is not a double"));
    }
}
