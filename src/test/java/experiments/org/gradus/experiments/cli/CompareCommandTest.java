package org.gradus.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
    private static final String TRAINING = """
            problem: {type: quadratic, dimension: 3, condition: 10}
            optimizers: {slow: {type: sgd, lr: 0.01}, fast: {type: sgd, lr: 0.1}, wild: {type: sgd, lr: 100}}
            seeds: [1, 2, 3, 4, 5, 6, 7]
            budget: {steps: 250, evalEvery: 50}
            """;
    private static final String SIMULATIONS = """
            studies:
              quiet:
                simulation: {problem: {type: quadratic-clients, clients: 4, dimension: 2}, localSteps: 2, rounds: 4}
                vary: {outer.lr: [0.5, 1]}
                algorithms:
                  slow: {type: fedavg, inner: {type: sgd, lr: 0.01}}
                  fast: {type: fedavg, inner: {type: sgd, lr: 0.2}}
              noisy:
                simulation: {problem: {type: quadratic-clients, noise: gaussian(scale=0.1)}, localSteps: 2, rounds: 4}
                algorithms:
                  fast: {type: fedavg, inner: {type: sgd, lr: 0.2}}
                  slow: {type: fedavg, inner: {type: sgd, lr: 0.01}}
            seeds: [1, 2]
            compare: {test: wilcoxon}
            """;

    @TempDir
    private static Path shared;

    /** The folder of the experiment that most tests look at. */
    private static Path training;

    @TempDir
    private Path temporary;

    @BeforeAll
    static void train() throws IOException {
        System.clearProperty("gradus.terminal");
        training = run(TRAINING, shared);
    }

    private static Path run(String yaml, Path out) throws IOException {
        Path spec = out.resolve("test.yaml");
        Files.writeString(spec, yaml);
        Cli run = Cli.execute("run", spec.toString(), "--out", out.toString(), "--quiet", "--threads", "2");
        assertEquals(0, run.code(), run.err());
        try (Stream<Path> hashes = Files.list(out.resolve("test"))) {
            return hashes.findFirst().orElseThrow();
        }
    }

    @Test
    void everyContestantIsComparedAndWrittenDown() throws IOException {
        Path json = temporary.resolve("out.json");
        Cli answer = Cli.execute("compare", training.toString(), "--json", json.toString());
        assertEquals(0, answer.code(), answer.err());
        assertTrue(answer.out().contains("lower loss than slow"), answer.out());
        assertTrue(answer.out().contains("7 of wild diverged; wilcoxon, as t cannot take diverged runs"), answer.out());
        JsonNode written = new ObjectMapper().readTree(json.toFile());
        assertTrue(written.get("fixed").booleanValue());
        assertEquals(2, written.get("comparisons").size());
        assertEquals("slow", written.at("/comparisons/0/baseline").textValue());
        assertTrue(written.at("/comparisons/0/high").doubleValue() < 1);
        assertEquals("Infinity", written.at("/comparisons/1/estimate").textValue(), "what diverged has no bounds");
        List<String> csv = Files.readAllLines(training.resolve("compare.csv"));
        assertEquals("study,varied,contestant,baseline,pairs,effect,estimate,low,high,test,p,holm,differs,verdict,"
                + "diverged,baselineDiverged,missing,baselineMissing,remarks", csv.get(0));
        assertEquals(3, csv.size());
        assertTrue(csv.get(1).startsWith(",,fast,slow,7,ratio,0."), csv.get(1));
        Files.delete(training.resolve("compare.csv"));
        String stdout = Cli.execute("compare", training.toString(), "--json", "-").out();
        assertEquals(written, new ObjectMapper().readTree(stdout), "stdout is the JSON alone");
    }

    @Test
    void everyStudyAndConditionHasItsRowAndItsBaseline() throws IOException {
        Path folder = run(SIMULATIONS, temporary);
        Cli answer = Cli.execute("compare", folder.toString());
        assertEquals(0, answer.code(), answer.err());
        List<String> lines = answer.out().lines().toList();
        assertEquals("quiet", lines.get(0));
        assertTrue(lines.get(1).startsWith("outer.lr  algorithm  loss against slow  95 % interval"), lines.get(1));
        assertTrue(lines.get(2).startsWith("0.5       fast ") && lines.get(3).startsWith("1         fast "), answer.out());
        assertEquals("noisy", lines.get(4));
        assertTrue(lines.get(5).startsWith("algorithm  loss against fast  95 % interval"), lines.get(5));
        assertTrue(answer.out().contains("of 2 seeds p is at least 0.50: nothing can be shown"), answer.out());
        assertTrue(answer.out().contains("in 3 comparisons; 7 could."), answer.out());
        assertTrue(Files.readString(folder.resolve("compare.csv")).contains("quiet,outer.lr=0.5,fast,slow,2,ratio,"));
    }

    @Test
    void anotherRuleIsMarkedAndLeavesNoTable() throws IOException {
        Files.deleteIfExists(training.resolve("compare.csv"));
        Cli answer = Cli.execute("compare", training.toString(), "--set", "baseline=fast", "--set", "test=wilcoxon");
        assertEquals(0, answer.code(), answer.err());
        assertTrue(answer.out().contains("higher loss than fast") && answer.out().contains("Exploring: "), answer.out());
        assertFalse(Files.exists(training.resolve("compare.csv")));
        assertEquals("gradus: --set: unknown option 'tst'; did you mean 'test'?",
                Cli.complaint("compare", training.toString(), "--set", "tst=t"));
        assertEquals("gradus: compare: baseline: unknown label 'fats'; did you mean 'fast'?",
                Cli.complaint("compare", training.toString(), "--set", "baseline=fats"));
    }

    @Test
    void unfinishedRunsAreSaidAndNamed() throws IOException {
        Path summary = training.resolve("fast/3/summary.json");
        Path aside = Files.move(summary, temporary.resolve("summary.json"));
        try {
            Cli answer = Cli.execute("compare", training.toString());
            assertTrue(answer.out().contains("1 of 21 runs are not finished."), answer.out());
            assertTrue(answer.out().contains("left out, no result of fast: seed 3"), answer.out());
        } finally {
            Files.move(aside, summary);
        }
    }

    @Test
    void whatCannotBeComparedIsSaid() throws IOException {
        assertTrue(Cli.complaint("compare", temporary.toString()).contains("this is not the folder of an experiment"));
        Path alone = run("""
                problem: {type: quadratic, dimension: 3}
                optimizers: {gd: {type: sgd, lr: 0.1}}
                seeds: [1]
                budget: {steps: 1}
                """, temporary);
        assertTrue(Cli.complaint("compare", alone.toString())
                .endsWith("there is one optimizer, and nothing to compare it with"));
    }

    /** Its candidates have other labels than the spec's contestants, of which the rule names one. */
    @Test
    void aSpecWithABaselineCanBeSwept() throws IOException {
        Path spec = temporary.resolve("swept.yaml");
        Files.writeString(spec, TRAINING.replace(", wild: {type: sgd, lr: 100}", "") + "compare: {baseline: fast}\n");
        Cli sweep = Cli.execute("sweep", spec.toString(), "--range", "lr=0.01,0.1", "--seeds", "11", "--out",
                temporary.toString(), "--quiet");
        assertEquals(0, sweep.code(), sweep.err());
    }
}
