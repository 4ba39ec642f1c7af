package org.gradus.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is drawn again from the logs, of one experiment and of several. */
class PlotCommandTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void specs() throws IOException {
        Files.writeString(folder.resolve("bowl.yaml"), """
                problem: {type: quadratic, dimension: 3, condition: 10}
                optimizers: {gd: {type: sgd, lr: 1}, adam: {type: adam, lr: 0.1}}
                seeds: [1, 2]
                budget: {steps: 20}
                """);
        Files.writeString(folder.resolve("both.yaml"), "runs: [bowl.yaml, digits]\n");
    }

    private Path run(String spec, String... more) {
        String[] args = new String[more.length + 5];
        System.arraycopy(more, 0, args, 5, more.length);
        List<String> first = List.of("run", folder.resolve(spec).toString(), "--out", folder.resolve("out").toString(), "--quiet");
        for (int i = 0; i < first.size(); i++) args[i] = first.get(i);
        Cli answer = Cli.execute(args);
        assertEquals(0, answer.code(), answer.err());
        List<String> lines = answer.out().lines().toList();
        return Path.of(lines.get(lines.size() - 1).substring("report: ".length())).getParent();
    }

    @Test
    void figuresAndReportComeBackFromTheLogs() throws IOException {
        Path experiment = run("bowl.yaml");
        byte[] report = Files.readAllBytes(experiment.resolve("report.html"));
        Files.delete(experiment.resolve("report.html"));
        Files.delete(experiment.resolve("figures/loss-by-step.pdf"));
        Cli answer = Cli.execute("plot", experiment.toString(), "--tensorboard");
        assertEquals(0, answer.code(), answer.err());
        assertTrue(Files.exists(experiment.resolve("figures/loss-by-step.pdf")));
        assertTrue(Files.isDirectory(experiment.resolve("tensorboard/gd/seed-1")), answer.out());
        assertArrayEquals(report, Files.readAllBytes(experiment.resolve("report.html")));
    }

    @Test
    void aRunThatIsNotFinishedIsSaid() throws IOException {
        Path experiment = run("bowl.yaml");
        Files.delete(experiment.resolve("adam/2/summary.json"));
        assertTrue(Cli.execute("plot", experiment.toString()).out().startsWith("bowl: 1 of 4 runs are not finished and left out"));
        for (String trial : List.of("adam/1", "gd/1", "gd/2")) Files.delete(experiment.resolve(trial).resolve("summary.json"));
        assertTrue(Cli.complaint("plot", experiment.toString()).contains("no run is finished yet; 'gradus run"));
        assertTrue(Cli.complaint("plot", folder.toString()).contains("not the folder of an experiment"));
    }

    @Test
    void aCollectionIsDrawnAgainWithAllItsParts() throws IOException {
        Path experiment = run("both.yaml", "--set", "seeds=[3]", "--set", "budget={steps: 5}");
        String html = Files.readString(experiment.resolve("report.html"));
        assertTrue(html.contains("<h2>bowl</h2>") && html.contains("<h2>digits</h2>"), "a section each");
        Files.delete(experiment.resolve("report.html"));
        Cli answer = Cli.execute("plot", experiment.toString());
        assertEquals(0, answer.code(), answer.err());
        assertEquals(html, Files.readString(experiment.resolve("report.html")));
        assertTrue(Cli.complaint("compare", experiment.toString()).contains("these are several experiments; name the folder of one"));
        Path again = folder.resolve("out/both").resolve(experiment.getFileName()).resolve("resolved.yaml");
        Cli repeated = Cli.execute("run", again.toString(), "--out", folder.resolve("out").toString(), "--quiet");
        assertTrue(repeated.out().contains("report: " + experiment.resolve("report.html")), "what it says to repeat it with works: "
                + repeated);
    }
}
