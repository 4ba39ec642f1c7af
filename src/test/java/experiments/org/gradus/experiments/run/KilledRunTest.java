package org.gradus.experiments.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.gradus.experiments.document.Yaml;
import org.gradus.experiments.spec.RunSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while it trains and writes checkpoints: the next one goes on to the same bits. */
class KilledRunTest {
    private static final String SPEC = """
            problem: {type: breast-cancer}
            optimizers: {adam: {type: adam, lr: 0.01}, momentum: {type: sgd, lr: 0.01, momentum: 0.9}}
            seeds: [1, 2]
            budget: {steps: 600, batch: 10, evalEvery: 10}
            """;

    private static RunSpec spec() {
        return RunSpec.read(Yaml.parse(SPEC.getBytes(StandardCharsets.UTF_8), "killed.yaml"), "killed");
    }

    /** Trains with a checkpoint at every evaluation. */
    public static final class Trains {
        private Trains() {}

        public static void main(String[] args) {
            new Runner(2, Duration.ZERO).run(spec(), Path.of(args[0]), Progress.silent());
        }
    }

    @Test
    void theNextProcessGoesOnToTheSameBits(@TempDir Path folder) throws Exception {
        Outcome whole = new Runner(2).run(spec(), folder.resolve("whole"), Progress.silent());
        Path out = folder.resolve("killed");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Trains.class.getName(), out.toString())
                .redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
        try {
            long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
            while (process.isAlive() && System.nanoTime() < deadline && checkpoints(out) == 0) Thread.sleep(1);
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertTrue(checkpoints(out) > 0, "killed at a checkpoint: " + Files.readString(folder.resolve("log")));
        Outcome resumed = new Runner(2).run(spec(), out, Progress.silent());
        assertTrue(resumed.reused() < 4);
        assertEquals(0, checkpoints(out), "no checkpoint is left");
        for (String trial : List.of("adam/1", "adam/2", "momentum/1", "momentum/2")) {
            for (String file : List.of("parameters.safetensors", "state.safetensors")) {
                assertArrayEquals(Files.readAllBytes(whole.folder().path().resolve(trial).resolve(file)),
                        Files.readAllBytes(resumed.folder().path().resolve(trial).resolve(file)), trial + "/" + file);
            }
        }
    }

    private static long checkpoints(Path out) throws IOException {
        if (!Files.exists(out)) return 0;
        try (Stream<Path> files = Files.walk(out)) {
            return files.filter(f -> f.getFileName().toString().startsWith("checkpoint-")).count();
        } catch (java.io.UncheckedIOException e) {
            return 0; // A checkpoint was replaced while it was listed.
        }
    }
}
