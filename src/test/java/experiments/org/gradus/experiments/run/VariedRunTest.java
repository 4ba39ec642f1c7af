package org.gradus.experiments.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.gradus.experiments.document.Yaml;
import org.gradus.experiments.figure.Figures;
import org.gradus.experiments.spec.RunSpec;
import org.gradus.experiments.table.ResultTables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Experiments that vary an option of the problem. */
class VariedRunTest {
    private static final String VARIED = """
            problem: {type: quadratic, dimension: 5}
            vary: {condition: [1, 10, 1000]}
            optimizers: {gd: {type: sgd, lr: 0.5}, wild: {type: sgd, lr: 1e30}}
            seeds: [1, 2]
            budget: {steps: 20, evalEvery: 5}
            """;

    @TempDir
    private Path folder;

    private static RunSpec spec(String yaml) {
        return RunSpec.read(Yaml.parse(yaml.getBytes(StandardCharsets.UTF_8), "test.yaml"), "test");
    }

    private Outcome run(String yaml, String out) {
        return new Runner(2).run(spec(yaml), folder.resolve(out), Progress.silent());
    }

    @Test
    void everyRoundIsTheRunOfItsProblemAlone() throws IOException {
        Outcome outcome = run(VARIED, "out");
        assertEquals(12, outcome.summaries().size());
        Outcome alone = run(VARIED.replace("dimension: 5", "dimension: 5, condition: 10").replaceAll("vary:.*\n", ""), "out");
        for (String trial : List.of("gd/1", "gd/2", "wild/1")) {
            for (String file : List.of("parameters.safetensors", "state.safetensors")) {
                assertArrayEquals(Files.readAllBytes(alone.folder().path().resolve(trial).resolve(file)),
                        Files.readAllBytes(outcome.folder().path().resolve("condition=10").resolve(trial).resolve(file)));
            }
        }
        assertEquals(alone.of("gd").stream().map(Summary::trainLoss).toList(),
                outcome.of(outcome.spec().rounds().get(1), "gd").stream().map(Summary::trainLoss).toList());
    }

    @Test
    void figuresAndTableHaveEveryRound() throws IOException {
        Outcome outcome = run(VARIED, "out");
        Path figure = Figures.draw(outcome.results()).get(0).png();
        assertEquals(outcome.folder().figures().resolve("loss-by-condition.png"), figure);
        for (String round : List.of("condition=1", "condition=10", "condition=1000")) {
            assertTrue(Files.exists(outcome.folder().figures().resolve(round).resolve("loss-by-step.svg")), round);
        }
        List<String> csv = Files.readAllLines(outcome.folder().figures().resolve("loss-by-condition.csv"));
        assertEquals(7, csv.size());
        List<Summary> last = outcome.of(outcome.spec().rounds().get(2), "gd");
        double median = (last.get(0).trainLoss() + last.get(1).trainLoss()) / 2 - last.get(0).optimum();
        assertTrue(csv.get(3).startsWith("gd,1000,"), csv.get(3));
        assertEquals(median, Double.parseDouble(csv.get(3).split(",")[2]), 1e-15 * median);
        assertEquals("wild,1,Infinity,Infinity,Infinity", csv.get(4), "diverged runs count as infinitely large");
        List<String> table = ResultTables.of(outcome.results()).get(0).lines();
        assertTrue(table.get(0).startsWith("condition  optimizer"), table.get(0));
        assertTrue(table.get(5).matches("1000 +gd .* 2"), table.get(5));
        assertTrue(table.get(6).contains("2, 2 diverged"), table.get(6));
    }

    @Test
    void anInterruptedRunGoesOnAndAFinishedOneIsNotRepeated() throws IOException {
        Outcome whole = run(VARIED, "whole");
        Path out = folder.resolve("cut");
        AtomicLong left = new AtomicLong(130);
        Progress cut = new Progress() {
            @Override
            public void begin(long steps) {
                assertEquals(240, steps);
            }

            @Override
            public void advance(long steps) {
                if (left.addAndGet(-steps) <= 0) throw new IllegalStateException("cut");
            }
        };
        Runner runner = new Runner(1, Duration.ZERO);
        assertThrows(IllegalStateException.class, () -> runner.run(spec(VARIED), out, cut));
        Outcome resumed = runner.run(spec(VARIED), out, Progress.silent());
        assertTrue(resumed.reused() > 0 && resumed.reused() < 12, resumed.reused() + " reused");
        for (String round : List.of("condition=1", "condition=10", "condition=1000")) {
            Path parameters = Path.of(round, "gd", "2", "parameters.safetensors");
            assertArrayEquals(Files.readAllBytes(whole.folder().path().resolve(parameters)),
                    Files.readAllBytes(resumed.folder().path().resolve(parameters)));
        }
        assertEquals(12, run(VARIED, "cut").reused());
    }
}
