package org.gradus.federated;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.gradus.federated.problem.FederatedProblem;
import org.gradus.optim.option.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same bits whatever the engine, the threads, the store and the interruptions. */
class DeterminismTest {
    private static final int ROUNDS = 7;
    private static final FederatedProblem PROBLEM = Fixture.different(11, 9, 0.3, 5);

    @TempDir
    private Path folder;

    static Stream<Simulation> simulations() {
        return Fixture.all().stream();
    }

    private static List<String> logs(Run run, int rounds) {
        List<String> logs = new ArrayList<>();
        for (int r = 0; r < rounds; r++) {
            RoundLog log = run.round();
            logs.add(Arrays.toString(log.participants()) + log.loss() + " " + log.up() + " " + log.down() + " "
                    + log.seconds()
                    + " " + log.dropped() + " " + log.late() + " " + log.terms());
        }
        return logs;
    }

    @ParameterizedTest
    @MethodSource("simulations")
    void enginesThreadsAndStoresGiveTheSameBits(Simulation simulation) {
        try (Run reference = simulation.start(PROBLEM, 3, Engine.workers(1))) {
            List<String> expected = logs(reference, ROUNDS);
            for (Engine engine : List.of(Engine.workers(2), Engine.workers(5), Engine.rows(1), Engine.rows(3),
                    Engine.workers(2).spillingTo(folder))) {
                try (Run run = simulation.start(PROBLEM, 3, engine)) {
                    assertEquals(expected, logs(run, ROUNDS), engine.toString());
                    assertArrayEquals(reference.evaluationPoint(), run.evaluationPoint(), engine.toString());
                    assertArrayEquals(reference.meanIterate(), run.meanIterate(), engine.toString());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("simulations")
    void aResumedRunMakesTheSameBits(Simulation simulation) {
        Path file = folder.resolve("checkpoint.safetensors");
        try (Run reference = simulation.start(PROBLEM, 3, Engine.workers(2)); Run first =
                simulation.start(PROBLEM, 3, Engine.workers(2))) {
            logs(first, 3);
            first.save(file);
            List<String> expected = logs(reference, ROUNDS).subList(3, ROUNDS);
            try (Run resumed = simulation.resume(PROBLEM, file, Engine.rows(1).spillingTo(folder))) {
                assertEquals(3, resumed.rounds());
                assertEquals(expected, logs(resumed, ROUNDS - 3));
                assertArrayEquals(reference.evaluationPoint(), resumed.evaluationPoint());
                assertArrayEquals(reference.meanIterate(), resumed.meanIterate());
            }
        }
    }

    @Test
    void theSeedMattersForNoiseAndForSampling() {
        Simulation noisy = Simulation.of(Inner.sgd(0.1).optimizer(), Outer.sgd(1).optimizer(), 2);
        assertTrue(noisy.run(PROBLEM, 1, 1).finalLoss() != noisy.run(PROBLEM, 1, 2).finalLoss());
        Simulation sampled = noisy.with("sampler", "uniform(count=5)");
        assertTrue(!Arrays.equals(sampled.run(PROBLEM, 4, 1).rounds().get(3).participants(), sampled.run(PROBLEM, 4, 2)
                .rounds().get(3).participants())
                || !Arrays.equals(sampled.run(PROBLEM, 4, 1).rounds().get(2).participants(), sampled.run(PROBLEM, 4, 2)
                        .rounds().get(2).participants()));
    }

    @Test
    void aCheckpointOfSomethingElseIsRefused() {
        Simulation simulation = Simulation.of(Inner.sgd(0.1).optimizer(), Outer.sgd(1).optimizer(), 2);
        Path file = folder.resolve("checkpoint.safetensors");
        try (Run run = simulation.start(PROBLEM, 3)) {
            run.round();
            run.save(file);
        }
        InvalidInput e = assertThrows(InvalidInput.class, () -> simulation.with("localSteps", 3)
                .resume(PROBLEM, file, Engine.workers(1)));
        assertTrue(e.getMessage().contains("another simulation") && e.getMessage().lines().count() == 1, e.getMessage());
        assertThrows(InvalidInput.class, () -> simulation.resume(PROBLEM, folder.resolve("none"), Engine.workers(1)));
    }

    @Test
    void statelessMethodsKeepNothingOfTheirClients() {
        Simulation simulation = Simulation.of(Inner.sgd(0.1).optimizer(), Outer.sgd(1).optimizer(), 2);
        try (Run run = simulation.start(PROBLEM, 3)) {
            run.round();
            assertEquals(0, run.store.clients().length);
        }
        try (Run run = simulation.with("inner", "adamw").start(PROBLEM, 3)) {
            run.round();
            assertEquals(11, run.store.clients().length);
        }
    }
}
