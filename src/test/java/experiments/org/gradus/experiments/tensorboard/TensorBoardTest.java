package org.gradus.experiments.tensorboard;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gradus.experiments.result.Condition;
import org.gradus.experiments.result.Results;
import org.gradus.experiments.result.RunResult;
import org.gradus.experiments.result.StudyResult;
import org.gradus.optim.option.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardTest {
    private static final double NOT_FINITE = Double.NaN;

    @TempDir
    private Path folder;

    private static RunResult run(String label, long seed, double optimum, boolean diverged) {
        Map<String, double[]> columns = new LinkedHashMap<>();
        columns.put("step", new double[] {0, 100, 300, 1L << 40});
        columns.put("gradEvals", new double[] {0, 100, 300, 1L << 40});
        columns.put("seconds", new double[] {0, 0.5, 0.75, 1});
        columns.put("loss", new double[] {2.5, 1.0 + 1e-12, seed / 3.0, diverged ? NOT_FINITE : -1e-40});
        columns.put("testAccuracy", new double[] {0.1, 0.5, 2 / 3.0, diverged ? NOT_FINITE : 1});
        return new RunResult(label, seed, diverged, "", optimum, columns, Map.of(), Map.of());
    }

    private Results results(StudyResult... studies) {
        return new Results(folder, "optimizer", "test", "", List.of(1L, -2L), OptionalDouble.empty(), List.of(studies),
                0, 0);
    }

    private static Condition condition(Map<String, Double> varied, RunResult... runs) {
        return new Condition(varied, Stream.of(runs).collect(Collectors.groupingBy(RunResult::label, LinkedHashMap::new,
                Collectors.toList())));
    }

    private Results one(RunResult... runs) {
        return results(new StudyResult("", List.of("adam"), List.of(), List.of(condition(Map.of(), runs))));
    }

    private Path only(RunResult run) {
        return TensorBoard.write(one(run)).resolve("adam/seed-" + run.seed() + "/events.out.tfevents.0.gradus");
    }

    @Test
    void everyValueIsThereAtItsStep() throws IOException {
        List<EventReader.Event> events = EventReader.read(only(run("adam", 1, NOT_FINITE, false)));
        assertEquals("brain.Event:2", events.get(0).version());
        assertArrayEquals(new long[] {0, 100, 300, 1L << 40}, events.stream().skip(1).mapToLong(e -> e.step()).toArray());
        assertArrayEquals(new double[] {0, 1, 2, 3}, events.stream().skip(1).mapToDouble(e -> e.wallTime()).toArray(), 0);
        assertEquals(Map.of("loss", 2.5f, "testAccuracy", 0.1f, "gradEvals", 0f), events.get(1).values());
        assertEquals(Map.of("loss", 1f, "testAccuracy", 0.5f, "gradEvals", 100f), events.get(2).values());
        assertEquals(Map.of("loss", (float) (1 / 3.0), "testAccuracy", (float) (2 / 3.0), "gradEvals", 300f),
                events.get(3).values());
        assertEquals(Map.of("loss", (float) -1e-40, "testAccuracy", 1f, "gradEvals", 0x1p40f), events.get(4).values());
    }

    /** The difference is taken before a float32 would lose it. */
    @Test
    void theLossAboveAKnownOptimumHasATagOfItsOwn() throws IOException {
        List<EventReader.Event> events = EventReader.read(only(run("adam", 1, 1, false)));
        assertEquals((float) (1.0 + 1e-12 - 1.0), events.get(2).values().get("lossAboveOptimum"));
        assertEquals(1f, events.get(2).values().get("loss"));
    }

    @Test
    void aLossThatIsNotFiniteIsSeen() throws IOException {
        List<EventReader.Event> events = EventReader.read(only(run("adam", -2, 1, true)));
        assertEquals(Map.of("loss", Float.NaN, "gradEvals", 0x1p40f), events.get(4).values());
    }

    @Test
    void aRunThatDivergedBetweenEvaluationsEndsWithNaN() throws IOException {
        RunResult run = new RunResult("adam", 1, true, "", NOT_FINITE, Map.of("step", new double[] {0, 50},
                "loss", new double[] {4, 1e300}), Map.of(), Map.of());
        List<EventReader.Event> events = EventReader.read(only(run));
        assertArrayEquals(new long[] {0, 50, 51}, events.stream().skip(1).mapToLong(e -> e.step()).toArray());
        assertEquals(List.of(4f, Float.POSITIVE_INFINITY, Float.NaN),
                events.stream().skip(1).map(e -> e.values().get("loss")).toList());
    }

    @Test
    void stepsThatWereSkippedLeaveOneEvaluation() throws IOException {
        RunResult run = new RunResult("adam", 1, false, "", NOT_FINITE, Map.of("round", new double[] {0, 2, 2, 3},
                "loss", new double[] {4, 3, 2, 1}), Map.of(), Map.of());
        List<EventReader.Event> events = EventReader.read(only(run));
        assertArrayEquals(new long[] {0, 2, 3}, events.stream().skip(1).mapToLong(e -> e.step()).toArray());
        assertEquals(List.of(4f, 3f, 1f), events.stream().skip(1).map(e -> e.values().get("loss")).toList());
    }

    @Test
    void everyRunHasItsFolderAndEqualResultsHaveEqualBytes() throws IOException {
        StudyResult plain = new StudyResult("plain", List.of("adam", "sgd"), List.of(), List.of(condition(Map.of(),
                run("adam", 1, 0, false), run("adam", -2, 0, true), run("sgd", 1, 0, false))));
        StudyResult varied = new StudyResult("varied", List.of("adam"), List.of("outer.lr"), List.of(
                condition(Map.of("outer.lr", 0.1), run("adam", 1, 0, false)),
                condition(Map.of("outer.lr", 2.0), run("adam", 1, 0, false))));
        Path root = TensorBoard.write(results(plain, varied));
        assertEquals(folder.resolve("tensorboard"), root);
        Map<String, String> first = files(root);
        Set<String> expected = new TreeSet<>();
        for (String place : List.of("plain/adam/seed-1", "plain/adam/seed--2", "plain/sgd/seed-1",
                "varied/outer.lr=0.1/adam/seed-1", "varied/outer.lr=2/adam/seed-1")) {
            expected.add(place + "/events.out.tfevents.0.gradus");
        }
        assertEquals(expected, new TreeSet<>(first.keySet()), "and no temporary file");
        TensorBoard.write(results(plain, varied));
        assertEquals(first, files(root));
    }

    private static Map<String, String> files(Path root) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                files.put(root.relativize(file).toString().replace('\\', '/'), new String(Files.readAllBytes(file),
                        StandardCharsets.ISO_8859_1));
            }
        }
        return files;
    }

    @Test
    void aFolderThatCannotBeMadeIsSaid() throws IOException {
        Files.writeString(folder.resolve("tensorboard"), "a file in the way");
        String message = assertThrows(InvalidInput.class, () -> only(run("adam", 1, 0, false))).getMessage();
        assertTrue(message.contains("the folder cannot be made"), message);
    }

    /** Checksums of RFC 3720, appendix B.4. */
    @Test
    void theReaderOfTheseTestsKnowsTheStandard() {
        byte[] increasing = new byte[32];
        for (int i = 0; i < 32; i++) increasing[i] = (byte) i;
        assertEquals(0x46dd794e, EventReader.crc32c(increasing, 0, 32));
        assertEquals(0x8a9136aa, EventReader.crc32c(new byte[32], 0, 32));
    }
}
