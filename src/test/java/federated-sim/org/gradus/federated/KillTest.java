package org.gradus.federated;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gradus.federated.problem.FederatedProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while it runs and saves: what it left on the disk goes on to the same bits. */
class KillTest {
    private static final FederatedProblem PROBLEM = Fixture.different(8, 40, 0.2, 5);

    private static Simulation simulation() {
        return Fixture.simulation("inner", "adamw(lr=0.01)", "outer", "nesterov", "localSteps", 4, "sampler",
                "uniform(count=5)");
    }

    /** Runs for ever, saving after every round. */
    public static final class Forever {
        private Forever() {}

        public static void main(String[] args) {
            try (Run run = simulation().start(PROBLEM, 9, Engine.workers(2))) {
                while (true) {
                    run.round();
                    run.save(Path.of(args[0]));
                }
            }
        }
    }

    @Test
    void whatAKilledProcessLeftGoesOnToTheSameBits(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("run.safetensors");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Forever.class.getName(), file.toString())
                .redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
        try {
            long deadline = System.nanoTime() + 60_000_000_000L;
            while (process.isAlive() && System.nanoTime() < deadline && rounds(file) < 5) Thread.sleep(20);
            assertTrue(process.isAlive(), () -> read(folder.resolve("log")));
        } finally {
            process.destroyForcibly().waitFor();
        }
        try (Run resumed = simulation().resume(PROBLEM, file, Engine.workers(1));
                Run reference = simulation().start(PROBLEM, 9, Engine.workers(1))) {
            long killed = resumed.rounds();
            assertTrue(killed >= 5);
            for (long r = 0; r < killed; r++) reference.round();
            for (int r = 0; r < 3; r++) assertEquals(reference.round().loss(), resumed.round().loss());
            assertArrayEquals(reference.model(), resumed.model());
        }
    }

    private static long rounds(Path file) {
        return Files.exists(file) ? Checkpoint.number(Checkpoint.read(file).metadata(), "round") : 0;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}
