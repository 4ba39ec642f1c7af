package org.gradus.experiments.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.gradus.experiments.figure.Drawn;
import org.gradus.experiments.figure.Figures;
import org.gradus.experiments.run.Progress;
import org.gradus.experiments.spec.SimulationSpec;
import org.gradus.experiments.table.ResultTables;
import org.gradus.optim.cuda.Device;
import org.gradus.optim.option.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationRunnerTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private SimulationOutcome run(SimulationSpec spec, String out, int threads) {
        return new SimulationRunner(threads).run(spec, folder.resolve(out), Progress.silent());
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) lines.add(JSON.readTree(line));
        return lines;
    }

    @Test
    void theFolderHoldsWhatIsPromised() throws IOException {
        SimulationOutcome outcome = run(Specs.read(Specs.TINY), "out", 2);
        Figures.draw(outcome.results());
        Path root = outcome.folder().path();
        assertEquals(folder.resolve("out/test").resolve(outcome.spec().hash()), root);
        for (String file : List.of("resolved.yaml", "environment.json", "fedavg/1/rounds.jsonl", "fedavg/2/summary.json",
                "diloco/1/state.safetensors", "figures/loss-by-round.png", "figures/loss-by-bytes.svg",
                        "figures/loss-by-bytes.csv")) {
            assertTrue(Files.isRegularFile(root.resolve(file)), file);
        }
        try (Stream<Path> files = Files.walk(root)) {
            assertTrue(files.noneMatch(f -> f.getFileName().toString().startsWith("checkpoint")));
        }
        assertEquals(outcome.spec(), Specs.read(Files.readString(root.resolve("resolved.yaml"))));
    }

    /** 3 clients, 4 numbers of 8 bytes, down and up; control variates double both. */
    @Test
    void bytesOfTheLogAreThoseThatTravelled() throws IOException {
        SimulationOutcome outcome = run(Specs.read(Specs.TINY), "out", 1);
        Path root = outcome.folder().path();
        for (Map.Entry<String, Integer> vectors : Map.of("fedavg", 1, "scaffold", 2, "diloco", 1).entrySet()) {
            List<JsonNode> log = lines(root.resolve(vectors.getKey()).resolve("1/rounds.jsonl"));
            assertEquals(List.of(0, 2, 4, 6, 8, 10, 12), log.stream().map(l -> l.get("round").asInt()).toList());
            for (JsonNode line : log) {
                long bytes = line.get("round").asLong() * 3 * 4 * 8 * vectors.getValue();
                assertEquals(bytes, line.get("down").asLong());
                assertEquals(bytes, line.get("up").asLong());
                if (line.get("round").asInt() > 0) assertEquals(3, line.get("participants").size());
            }
            JsonNode summary = JSON.readTree(root.resolve(vectors.getKey()).resolve("1/summary.json").toFile());
            assertEquals(log.get(6).get("loss"), summary.get("loss"));
            assertEquals(log.get(6).get("up"), summary.get("up"));
            assertEquals("finished", summary.get("status").asText());
        }
    }

    /** Identity I1 of the analysis of Local SGD holds for what is logged: local steps at rate eta, plain averaging. */
    @Test
    void loggedTermsSatisfyTheIdentityOfLocalSgd() throws IOException {
        SimulationOutcome outcome = run(Specs.read(Specs.TINY, "simulation.evalEvery=1", "simulation.sampler=all"), "out",
                1);
        List<JsonNode> log = lines(outcome.folder().path().resolve("fedavg/1/rounds.jsonl"));
        for (JsonNode line : log.subList(1, log.size())) {
            JsonNode t = line.get("terms");
            double eta = 0.1;
            double expected = t.get("distanceBefore").asDouble() - 2 * eta * t.get("progress").asDouble()
                    + eta * eta * t.get("squaredGradients").asDouble();
            assertEquals(expected, t.get("distanceAfter").asDouble(), 1e-12 * t.get("distanceBefore").asDouble());
        }
    }

    @Test
    void whatIsFinishedIsNotRepeated() throws IOException {
        SimulationSpec spec = Specs.read(Specs.TINY);
        assertEquals(0, run(spec, "out", 1).reused());
        Path one = folder.resolve("out/test").resolve(spec.hash()).resolve("fedavg/2");
        Files.delete(one.resolve("summary.json"));
        assertEquals(5, run(spec, "out", 1).reused());
    }

    /** Threads, and how clients are held, change nothing. */
    @Test
    void resultsAreTheSameBitsForAnyNumberOfThreadsAndEitherEngine() {
        Map<String, String> expected = Specs.results(run(Specs.read(Specs.TINY), "one", 1).folder().path());
        assertEquals(expected, Specs.results(run(Specs.read(Specs.TINY), "five", 5).folder().path()));
        SimulationSpec single = Specs.read(Specs.TINY, "seeds=[1]",
                "algorithms={fedavg: {type: fedavg, inner: {type: sgd, lr: 0.1}}}");
        Map<String, String> alone = Specs.results(run(single, "alone", 4).folder().path());
        assertEquals(expected.get("fedavg/1/rounds.jsonl"), alone.get("fedavg/1/rounds.jsonl"));
        SimulationSpec rows = Specs.read(Specs.TINY, "simulation.engine=rows");
        assertEquals(expected, Specs.results(run(rows, "rows", 2).folder().path()));
    }

    /** Would catch a run that makes its steps on the host although a card was asked for, or a stack trace. */
    @Test
    void withoutACardTheEngineDeviceSaysSoInOneLine() {
        try (Device card = Device.open(0)) {
            return;
        } catch (InvalidInput e) {
            SimulationSpec spec = Specs.read(Specs.TINY, "simulation.engine=device",
                    "algorithms={fedavg: {type: fedavg, inner: {type: sgd, lr: 0.1}}}");
            String complaint = Specs.complaint(() -> run(spec, "device", 1));
            assertTrue(complaint.startsWith("algorithms: fedavg: CUDA cannot be used here: "), complaint);
        }
    }

    /** Cut off anywhere, with clients' states, control variates, dropouts and stragglers under way. */
    @ParameterizedTest
    @ValueSource(ints = {1, 9, 17, 38, 55, 71})
    void aRunThatWasCutOffGoesOnToTheSameBits(int rounds) {
        String[] more = {"simulation.dropout=0.2", "simulation.latency=exponential(secondsPerStep=1)",
                "simulation.stragglers=deadline(seconds=8)",
                "simulation.up=qsgd(levels=4)"};
        SimulationSpec spec = Specs.read(Specs.TINY, more);
        Map<String, String> expected = Specs.results(run(spec, "whole", 1).folder().path());
        AtomicLong left = new AtomicLong(rounds);
        Progress plug = new Progress() {
            @Override
            public void begin(long steps) {}

            @Override
            public void advance(long steps) {
                if (left.addAndGet(-steps) < 0) throw new IllegalStateException("cut off");
            }
        };
        SimulationRunner runner = new SimulationRunner(1, Duration.ZERO);
        assertThrows(IllegalStateException.class, () -> runner.run(spec, folder.resolve("cut"), plug));
        SimulationOutcome outcome = runner.run(spec, folder.resolve("cut"), Progress.silent());
        assertEquals(expected, Specs.results(outcome.folder().path()));
    }

    @Test
    void aRunThatDivergesIsRecordedAndTheOthersGoOn() throws IOException {
        SimulationSpec spec = Specs.read(Specs.TINY, "algorithms.fedavg.inner.lr=1e200");
        SimulationOutcome outcome = run(spec, "out", 2);
        Figures.draw(outcome.results());
        assertEquals(2, outcome.summaries().stream().filter(SimulationSummary::diverged).count());
        JsonNode summary = JSON.readTree(outcome.folder().path().resolve("fedavg/1/summary.json").toFile());
        assertEquals("diverged", summary.get("status").asText());
        assertTrue(summary.get("reason").asText().contains("client"), summary.toString());
        assertNull(summary.get("loss"));
        assertTrue(ResultTables.of(outcome.results()).get(0).lines().get(1).contains("2 diverged"));
    }

    /** A loss far beyond the first one need not become infinite before it counts. */
    @Test
    void aLossThatExplodesIsADivergence() {
        SimulationSpec spec = Specs.read(Specs.TINY, "simulation.divergence=10", "algorithms.fedavg.inner.lr=3",
                "simulation.evalEvery=1");
        List<SimulationSummary> summaries = run(spec, "out", 2).summaries();
        SimulationSummary fedavg = summaries.stream().filter(s -> s.algorithm().equals("fedavg")).findFirst().orElseThrow();
        assertTrue(fedavg.diverged());
        assertTrue(fedavg.rounds() < 12);
        assertFalse(summaries.stream().filter(s -> s.algorithm().equals("scaffold")).findFirst().orElseThrow().diverged());
    }

    @Test
    void studiesAndGridsHaveFoldersAndFiguresOfTheirOwn() {
        SimulationSpec spec = Specs.read("""
                studies:
                  one:
                    simulation: {problem: {type: quadratic-clients, dimension: 3}, rounds: 4}
                    algorithms: {fedavg: fedavg}
                    vary: {problem.spread: [0, 1], outer.lr: [0.5, 1, 30]}
                  two:
                    simulation: {problem: kinked-clients, rounds: 3}
                    algorithms: {fedavg: fedavg}
                seeds: [1]
                """);
        SimulationOutcome outcome = run(spec, "out", 2);
        Path root = outcome.folder().path();
        assertEquals(7, Specs.results(root).keySet().stream().filter(f -> f.endsWith("rounds.jsonl")).count());
        assertTrue(Files.exists(root.resolve("one/problem.spread=1,outer.lr=0.5/fedavg/1/rounds.jsonl")));
        assertTrue(Files.exists(root.resolve("two/fedavg/1/rounds.jsonl")));
        List<Drawn> figures = Figures.draw(outcome.results());
        assertEquals(List.of(root.resolve("figures/one/loss-by-outer.lr.png"),
                root.resolve("figures/two/loss-by-round.png")), List.of("one", "two").stream().map(study ->
                figures.stream().filter(f -> f.study().equals(study)).findFirst().orElseThrow().png()).toList());
        figures.forEach(figure -> assertTrue(Files.exists(figure.png()) && Files.exists(figure.svg())));
        List<String> table = ResultTables.of(outcome.results()).get(0).lines();
        assertEquals("one", table.get(0));
        assertTrue(table.get(2).matches("0 +0.5 +fedavg .*"), table.get(2));
    }

    @Test
    void manySeedsGiveTheFigureOfFinalLosses() {
        SimulationSpec spec = Specs.read(Specs.TINY, "seeds=[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]");
        SimulationOutcome outcome = run(spec, "out", 2);
        assertTrue(Figures.draw(outcome.results()).get(0).png().endsWith("figures/final-losses.png"));
        assertTrue(Files.exists(outcome.folder().figures().resolve("mean-loss-by-seeds.csv")));
    }

    @Test
    void whatDoesNotFitTheProblemIsOneLine() {
        SimulationRunner runner = new SimulationRunner(1);
        for (Map.Entry<String, String> bad : Map.of("simulation.sampler=uniform(count=7)", "7",
                "simulation.up=top-k(k=5)", "4").entrySet()) {
            String message = Specs.complaint(() -> runner.run(Specs.read(Specs.TINY, bad.getKey()), folder,
                    Progress.silent()));
            assertTrue(message.contains(bad.getValue()), message);
        }
    }
}
