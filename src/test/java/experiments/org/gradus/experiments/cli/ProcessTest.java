package org.gradus.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a JVM of its own: exit codes, clean streams, and what is loaded. */
class ProcessTest {
    private static Cli java(Path folder, List<String> flags, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(launcherFlags());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Gradus.class.getName()));
        command.addAll(List.of(args));
        Path out = folder.resolve("stdout");
        Path err = folder.resolve("stderr");
        Process process = new ProcessBuilder(command).directory(folder.toFile())
                .redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        int code = process.waitFor();
        return new Cli(code, Files.readString(out), Files.readString(err));
    }

    /** Later JVMs warn of native code and of Unsafe unless they are told, as the launcher tells them. */
    private static List<String> launcherFlags() {
        String natives = "--enable-native-access=ALL-UNNAMED";
        return Runtime.version().feature() < 24 ? List.of(natives) : List.of(natives, "--sun-misc-unsafe-memory-access=allow");
    }

    @Test
    void theCatalogueDoesNotLoadTheNumericalBackEnd(@TempDir Path folder) throws Exception {
        for (String[] args : new String[][] {{"list"}, {"describe", "adamw"}, {"--help"}}) {
            Cli answer = java(folder, List.of("-Xlog:class+load"), args);
            assertEquals(0, answer.code());
            assertEquals("", answer.err());
            assertFalse(answer.out().contains("org.nd4j.linalg.factory.Nd4j "), String.join(" ", args));
        }
    }

    @Test
    void aRunWritesRelativePathsAndNothingOnStderr(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("tiny.yaml"), """
                problem: breast-cancer
                optimizers: {adam: {type: adam, lr: 0.01}}
                seeds: [1]
                budget: {steps: 20, batch: 16}
                """);
        Cli answer = java(folder, List.of("-Djava.awt.headless=true"), "run", "tiny.yaml");
        assertEquals(0, answer.code(), answer.err());
        assertEquals("", answer.err());
        assertTrue(answer.out().contains("\nfigure: runs/tiny/"), answer.out());
    }

    @Test
    void badInputEndsTheProcessWithOne(@TempDir Path folder) throws Exception {
        Cli answer = java(folder, List.of(), "run", "nothing.yaml");
        assertEquals(new Cli(1, "", "gradus: nothing.yaml: there is no such file\n"), answer);
    }

    /** As Ctrl-C does: the hint stands on stderr, and what was finished is there. */
    @Test
    void anInterruptedRunSaysHowToGoOn(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("long.yaml"), """
                problem: breast-cancer
                optimizers: {adam: {type: adam, lr: 0.01}}
                seeds: [1]
                budget: {steps: 1000000000, batch: 16}
                """);
        Path err = folder.resolve("stderr");
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(launcherFlags());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Gradus.class.getName(), "run", "long.yaml", "--quiet"));
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectOutput(folder.resolve("stdout").toFile()).redirectError(err.toFile()).start();
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!Files.exists(folder.resolve("runs/long")) && process.isAlive() && System.nanoTime() < deadline) Thread.sleep(20);
        process.destroy();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it ends");
        assertEquals("gradus: interrupted; the same command goes on where it stopped\n", Files.readString(err));
    }
}
