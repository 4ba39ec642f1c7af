package org.gradus.experiments.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.gradus.experiments.document.Yaml;
import org.gradus.experiments.figure.Figures;
import org.gradus.experiments.spec.RunSpec;
import org.gradus.experiments.table.ResultTables;
import org.gradus.optim.option.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunnerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TINY = """
            problem: {type: breast-cancer}
            optimizers:
              adam: {type: adam, lr: "linear(peak=0.05, steps=60)"}
              averaged: {type: schedule-free, lr: 0.05}
            seeds: [1, 2]
            budget: {steps: 60, batch: 10, evalEvery: 10}
            """;

    @TempDir
    private Path folder;

    private static RunSpec spec(String yaml) {
        return RunSpec.read(Yaml.parse(yaml.getBytes(StandardCharsets.UTF_8), "test.yaml"), "test");
    }

    private Outcome run(String yaml, String out, int threads) {
        return new Runner(threads).run(spec(yaml), folder.resolve(out), Progress.silent());
    }

    @Test
    void theFolderHoldsWhatIsPromised() throws IOException {
        Outcome outcome = run(TINY, "out", 2);
        Figures.draw(outcome.results());
        Path root = outcome.folder().path();
        assertEquals(folder.resolve("out/test").resolve(outcome.spec().hash()), root);
        Set<String> expected = new TreeSet<>(List.of("resolved.yaml", "environment.json"));
        for (String trial : List.of("adam/1", "adam/2", "averaged/1", "averaged/2")) {
            for (String file : List.of("steps.jsonl", "summary.json", "state.safetensors", "parameters.safetensors")) {
                expected.add(trial + "/" + file);
            }
        }
        for (String figure : List.of("loss-by-step", "loss-by-seconds", "testAccuracy-by-step", "testLoss-by-step", "state-bytes")) {
            for (String ending : List.of("svg", "png", "pdf", "csv")) expected.add("figures/" + figure + "." + ending);
        }
        assertEquals(expected, files(root));
        assertEquals(outcome.spec(), spec(Files.readString(root.resolve("resolved.yaml"))));
    }

    @Test
    void theLogHasEveryStepWithItsRateAndEveryEvaluation() throws IOException {
        Path trial = run(TINY, "out", 1).folder().path().resolve("adam/1");
        List<JsonNode> lines = lines(trial.resolve("steps.jsonl"));
        List<JsonNode> steps = lines.stream().filter(l -> l.has("loss")).toList();
        List<JsonNode> evaluations = lines.stream().filter(l -> l.has("trainLoss")).toList();
        assertEquals(60, steps.size());
        assertEquals(0.05, steps.get(0).get("lr").asDouble());
        assertEquals(0.05 * (1 - 30 / 60.0), steps.get(30).get("lr").asDouble(), 1e-15);
        assertEquals(List.of(0, 10, 20, 30, 40, 50, 60), evaluations.stream().map(e -> e.get("step").asInt()).toList());
        JsonNode summary = JSON.readTree(trial.resolve("summary.json").toFile());
        JsonNode last = evaluations.get(6);
        assertEquals("finished", summary.get("status").asText());
        assertEquals(last.get("trainLoss"), summary.get("trainLoss"));
        assertEquals(last.get("testAccuracy"), summary.get("metrics").get("testAccuracy"));
        assertTrue(summary.get("trainLoss").asDouble() < evaluations.get(0).get("trainLoss").asDouble() / 2);
    }

    @Test
    void aFinishedRunIsNotRepeated() throws IOException {
        Outcome first = run(TINY, "out", 2);
        Path log = first.folder().path().resolve("adam/1/steps.jsonl");
        String before = Files.readString(log);
        Outcome second = run(TINY, "out", 2);
        assertEquals(0, first.reused());
        assertEquals(4, second.reused());
        assertEquals(first.summaries(), second.summaries());
        assertEquals(before, Files.readString(log));
    }

    @Test
    void theNumberOfThreadsChangesNoBit() throws IOException {
        assertSameResults(run(TINY, "one", 1), run(TINY, "three", 3));
    }

    @Test
    void anInterruptedRunGoesOnToTheSameBits() throws IOException {
        Outcome whole = run(TINY, "whole", 1);
        for (int cut : new int[] {25, 95, 187}) {
            Path out = folder.resolve("cut" + cut);
            Runner runner = new Runner(1, Duration.ZERO);
            assertThrows(PowerCut.class, () -> runner.run(spec(TINY), out, new PowerCut.After(cut)));
            AtomicLong steps = new AtomicLong();
            Outcome resumed = runner.run(spec(TINY), out, new Counting(steps));
            assertSameResults(whole, resumed);
            assertEquals(cut / 60, resumed.reused());
            assertEquals(240 - 60 * resumed.reused(), steps.get(), "progress ends at all the steps that were left");
            assertEquals(files(whole.folder().path()), files(resumed.folder().path()), "no checkpoint is left");
        }
    }

    @Test
    void aCheckpointThatWasNotCompletedIsIgnored() throws IOException {
        Outcome whole = run(TINY, "whole", 1);
        Path out = folder.resolve("torn");
        Runner runner = new Runner(1, Duration.ZERO);
        assertThrows(PowerCut.class, () -> runner.run(spec(TINY), out, new PowerCut.After(35)));
        Path trial = out.resolve("test").resolve(whole.spec().hash()).resolve("adam/1");
        Path torn = Files.createDirectories(trial.resolve("unfinished"));
        Files.writeString(torn.resolve("state.safetensors"), "half a fi");
        assertSameResults(whole, runner.run(spec(TINY), out, Progress.silent()));
    }

    @Test
    void divergenceIsRecordedAndTheOthersGoOn() throws IOException {
        Outcome outcome = run("""
                problem: {type: quadratic, dimension: 4}
                optimizers: {wild: {type: sgd, lr: 1e12}, calm: {type: sgd, lr: 0.5}}
                seeds: [1, 2]
                budget: {steps: 40}
                """, "out", 2);
        assertTrue(outcome.of("wild").stream().allMatch(Summary::diverged));
        assertTrue(outcome.of("calm").stream().noneMatch(Summary::diverged));
        JsonNode summary = JSON.readTree(outcome.folder().path().resolve("wild/1/summary.json").toFile());
        assertEquals("diverged", summary.get("status").asText());
        assertTrue(summary.get("steps").asInt() < 40);
        assertFalse(summary.has("trainLoss"));
        Figures.draw(outcome.results());
        assertTrue(String.join("\n", ResultTables.of(outcome.results()).get(0).lines()).contains("2, 2 diverged"));
    }

    @Test
    void theCsvOfAFigureIsTheLogLessTheOptimum() throws IOException {
        Outcome outcome = run("""
                problem: {type: least-squares, rows: 50, columns: 4}
                optimizers: {gd: {type: sgd, lr: 0.9}}
                seeds: [5]
                budget: {steps: 40, evalEvery: 8}
                dataType: float64
                """, "out", 1);
        Figures.draw(outcome.results());
        double optimum = outcome.summaries().get(0).optimum();
        List<JsonNode> log = lines(outcome.folder().path().resolve("gd/5/steps.jsonl")).stream().filter(l -> l.has("trainLoss")).toList();
        List<String> csv = Files.readAllLines(outcome.folder().figures().resolve("loss-by-step.csv"));
        assertEquals(log.size(), csv.size() - 1);
        for (int i = 0; i < log.size(); i++) {
            String[] row = csv.get(i + 1).split(",");
            assertEquals("gd", row[0]);
            assertEquals(log.get(i).get("step").asDouble(), Double.parseDouble(row[1]));
            assertEquals(log.get(i).get("trainLoss").asDouble() - optimum, Double.parseDouble(row[2]));
        }
    }

    @Test
    void longLogsAreThinned() throws IOException {
        Outcome outcome = run("""
                problem: {type: quadratic, dimension: 2}
                optimizers: {gd: {type: sgd, lr: 0.1}}
                seeds: [1]
                budget: {steps: 9000, evalEvery: 3000}
                """, "out", 1);
        List<JsonNode> lines = lines(outcome.folder().path().resolve("gd/1/steps.jsonl"));
        assertTrue(lines.stream().filter(l -> l.has("loss")).count() <= StepLog.LINES);
        assertEquals(4, lines.stream().filter(l -> l.has("trainLoss")).count());
    }

    @Test
    void aBatchMustFitTheData() {
        assertTrue(assertThrows(InvalidInput.class, () -> run(TINY.replace("batch: 10", "batch: 456"), "out", 1))
                .getMessage().contains("at most 455"));
        assertTrue(assertThrows(InvalidInput.class, () -> run(TINY.replace("breast-cancer", "quadratic"), "out", 1))
                .getMessage().contains("no examples"));
        assertFalse(Files.exists(folder.resolve("out")), "nothing is written for a spec that cannot run");
    }

    @Test
    void twoAtOnceInOneFolderAreRefused() {
        Outcome first = run(TINY, "out", 2);
        Path done = first.folder().path().resolve("adam/1/summary.json");
        assertTrue(done.toFile().delete());
        try (FolderLock held = first.folder().begin("held", 1)) {
            String message = assertThrows(InvalidInput.class, () -> run(TINY, "out", 2)).getMessage();
            assertTrue(message.contains("another process is at work"), message);
        }
        assertEquals(3, run(TINY, "out", 2).reused(), "free again");
    }

    @Test
    void aDamagedSummaryIsNamed() throws IOException {
        Path summary = run(TINY, "out", 2).folder().path().resolve("adam/1/summary.json");
        Files.writeString(summary, "{\"optimizer\": ");
        String message = assertThrows(InvalidInput.class, () -> run(TINY, "out", 2)).getMessage();
        assertTrue(message.contains("summary.json") && message.contains("delete it"), message);
    }

    private static void assertSameResults(Outcome a, Outcome b) throws IOException {
        for (Summary summary : a.summaries()) {
            Path trial = Path.of(summary.optimizer(), Long.toString(summary.seed()));
            Path left = a.folder().path().resolve(trial);
            Path right = b.folder().path().resolve(trial);
            for (String file : List.of("parameters.safetensors", "state.safetensors")) {
                assertArrayEquals(Files.readAllBytes(left.resolve(file)), Files.readAllBytes(right.resolve(file)), trial + "/" + file);
            }
            assertEquals(timeless(left.resolve("steps.jsonl")), timeless(right.resolve("steps.jsonl")));
            assertEquals(timeless(left.resolve("summary.json")), timeless(right.resolve("summary.json")));
        }
    }

    private static String timeless(Path file) throws IOException {
        return Files.readString(file).replaceAll("\"seconds\" ?: ?[^,]*", "");
    }

    private static List<JsonNode> lines(Path log) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(log)) lines.add(JSON.readTree(line));
        return lines;
    }

    private static Set<String> files(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            Set<String> names = new TreeSet<>();
            files.filter(Files::isRegularFile)
                    .forEach(f -> names.add(root.relativize(f).toString().replace('\\', '/')));
            return names;
        }
    }

    /** The end of a process, as far as files can tell. */
    private static final class PowerCut extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private record After(AtomicLong left) implements Progress {
            After(long steps) {
                this(new AtomicLong(steps));
            }

            @Override
            public void begin(long steps) {}

            @Override
            public void advance(long steps) {
                if (left.addAndGet(-steps) <= 0) throw new PowerCut();
            }
        }
    }

    private record Counting(AtomicLong steps) implements Progress {
        @Override
        public void begin(long steps) {}

        @Override
        public void advance(long steps) {
            this.steps.addAndGet(steps);
        }
    }
}
