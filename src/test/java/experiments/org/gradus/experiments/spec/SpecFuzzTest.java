package org.gradus.experiments.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.gradus.experiments.document.Document;
import org.gradus.experiments.document.Yaml;
import org.gradus.experiments.problem.FederatedTask;
import org.gradus.federated.Engine;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Shipped specs, broken at random: each is either read or refused in one line; no other exception, and no hang. */
class SpecFuzzTest {
    private static final int MUTANTS = 1500;
    private static final int LARGE = 5_000;
    /** A mutant is tried on its problem only where this cannot take long. */
    private static final double SMALL = 300;
    private static final List<String> TOKENS = List.of("{", "}", "[", "]", ": ", ", ", "&a ", "*a", "!!x ", "!", "~", "1e999", "-1",
            ".nan", "-.inf", "\t", "\0", "99999999999999999999", "'", "\"", "# ", "\n---\n", "\n...\n", "%YAML 1.2\n", "\uFEFF",
            "\u2028", "\uD83D\uDE00", "? ", "- ", "| ", "> ", "<<: ", "0x1F", "0o17", "0b1", "1_000", "1:30", "2026-01-01", "yes",
            "null", "=", "@", "`", "\r", "\\", "type: ", "(", ")");
    private static final List<Object> VALUES = Arrays.asList(-1, 0, 1, 2, 3, 1.5, 1e300, -1e-300, 1L << 40, Long.MAX_VALUE, Double.NaN,
            Double.POSITIVE_INFINITY, "", " ", "x", "../..", "adam", "digits", "sgd(lr=1)", "cosine(", "cosine(peak=1, steps=0)",
            "uniform(count=3)", "linear(peak=-1, steps=10)", "none", "[1, 2]", true, false, List.of(), List.of(List.of()), List.of(1, 2),
            Map.of(), Map.of("type", "adam"), Map.of("type", 3), Map.of("type", "route", "branches", List.of()),
            Map.of("type", "chain", "stages", List.of()), Map.of("x", Map.of()));

    private final SplittableRandom random = new SplittableRandom(6);
    private int read;
    private int tried;

    private static List<String> specs() {
        List<String> texts = new ArrayList<>();
        for (String name : SpecFiles.shipped()) {
            try {
                texts.add(Files.readString(Path.of(System.getProperty("gradus.root"), "experiments", "specs", name + ".yaml")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        texts.add("""
                problem: {type: quadratic, dimension: 5, condition: 10, rotation: none}
                vary: {condition: [2, 4]}
                optimizers:
                  a: {type: route, branches: [{name: x, match: "x*", use: {type: lion, lr: 0.1}}], otherwise: adam}
                  b: [{type: bi-clip, upper: 1, lower: 0.1}, {type: sgd, lr: {type: cosine, peak: 0.1, steps: 10}}]
                seeds: [1, 2]
                budget: {steps: 10, evalEvery: 5}
                nonFinite: skip
                """);
        texts.add("""
                simulation:
                  problem: {type: quadratic-clients, clients: 4, dimension: 3, noise: {type: student-t, nu: 1.5}}
                  rounds: 5
                  sampler: uniform(count=2)
                  stragglers: {type: buffered, size: 2}
                  latency: exponential(secondsPerStep=1)
                algorithms:
                  a: {type: fedadam, inner: {type: sgd, lr: 0.1}, outerLr: 0.1}
                  b: {inner: [{type: bi-clip, upper: 0.1}, {type: sgd, lr: 1}], outer: {type: nesterov, lr: 0.7}, up: {type: top-k, fraction: 0.5}}
                vary: {inner.lr: [0.1, 0.2]}
                seeds: [1]
                """);
        return texts;
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void brokenBytesAreReadOrRefused() {
        List<String> specs = specs();
        for (int i = 0; i < MUTANTS; i++) {
            String spec = specs.get(i % specs.size());
            if (spec.length() > LARGE && i % 50 >= specs.size()) continue;
            byte[] bytes = spec.getBytes(StandardCharsets.UTF_8);
            for (int edits = 1 + random.nextInt(3); edits > 0; edits--) bytes = broken(bytes);
            check(bytes);
        }
        assertTrue(read > MUTANTS / 50, "only " + read + " mutants could be read");
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void brokenTreesAreReadOrRefused() {
        List<String> specs = specs();
        for (int i = 0; i < MUTANTS; i++) {
            String spec = specs.get(i % specs.size());
            if (spec.length() > LARGE && i % 50 >= specs.size()) continue;
            Object tree = Yaml.parse(spec.getBytes(StandardCharsets.UTF_8), "spec").root();
            for (int edits = 1 + random.nextInt(2); edits > 0; edits--) tree = broken(tree);
            check(Yaml.text(tree).getBytes(StandardCharsets.UTF_8));
        }
        assertTrue(read > MUTANTS / 50 && tried > 10, read + " mutants could be read, " + tried + " tried");
    }

    private byte[] broken(byte[] bytes) {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + random.nextInt(20));
        byte[] token = TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
        return switch (random.nextInt(5)) {
            case 0 -> joined(bytes, from, token, from);
            case 1 -> joined(bytes, from, token, to);
            case 2 -> joined(bytes, from, new byte[0], to);
            case 3 -> joined(bytes, from, Arrays.copyOfRange(bytes, from, to), from);
            default -> joined(bytes, from, new byte[] {(byte) random.nextInt(256)}, Math.min(bytes.length, from + 1));
        };
    }

    private static byte[] joined(byte[] bytes, int end, byte[] middle, int begin) {
        byte[] joined = Arrays.copyOf(bytes, end + middle.length + bytes.length - begin);
        System.arraycopy(middle, 0, joined, end, middle.length);
        System.arraycopy(bytes, begin, joined, end + middle.length, bytes.length - begin);
        return joined;
    }

    /** A copy with one value replaced, one key removed, or one key misspelt. */
    private Object broken(Object tree) {
        if (tree instanceof Map<?, ?> map && !map.isEmpty()) {
            List<Map.Entry<?, ?>> entries = new ArrayList<>(map.entrySet());
            int chosen = random.nextInt(entries.size());
            int edit = random.nextInt(8);
            Map<String, Object> copy = new LinkedHashMap<>();
            for (int i = 0; i < entries.size(); i++) {
                String key = String.valueOf(entries.get(i).getKey());
                Object value = entries.get(i).getValue();
                if (i == chosen && edit == 0) continue;
                if (i == chosen && edit == 1) key = key + "x";
                if (i == chosen && edit > 1) value = edit == 2 ? any() : broken(value);
                copy.put(key, value);
            }
            return copy;
        }
        if (tree instanceof List<?> list && !list.isEmpty()) {
            List<Object> copy = new ArrayList<>(list);
            int chosen = random.nextInt(copy.size());
            switch (random.nextInt(4)) {
                case 0 -> copy.remove(chosen);
                case 1 -> copy.add(copy.get(chosen));
                default -> copy.set(chosen, broken(copy.get(chosen)));
            }
            return copy;
        }
        return any();
    }

    private Object any() {
        return VALUES.get(random.nextInt(VALUES.size()));
    }

    private void check(byte[] bytes) {
        try {
            Document document = Yaml.parse(bytes, "mutant.yaml");
            if (Collection.is(document)) Collection.read(document, "mutant").members(document);
            else if (SimulationSpec.is(document)) check(SimulationSpec.read(document, "mutant"), isSmall(document.root()));
            else check(RunSpec.read(document, "mutant"), isSmall(document.root()));
            read++;
        } catch (InvalidInput e) {
            String message = String.valueOf(e.getMessage());
            assertEquals(1, message.lines().count(), () -> message + "\nfrom\n" + new String(bytes, StandardCharsets.UTF_8));
            assertTrue(message.length() < 900, () -> message + "\nfrom\n" + new String(bytes, StandardCharsets.UTF_8));
        } catch (Throwable e) {
            throw new AssertionError("for the spec\n" + new String(bytes, StandardCharsets.UTF_8), e);
        }
    }

    /** What is read is resolved to what reads back, and meets its problem as the runner lets it do. */
    private void check(RunSpec spec, boolean small) {
        if (random.nextInt(10) == 0) {
            byte[] resolved = spec.resolved().getBytes(StandardCharsets.UTF_8);
            assertEquals(spec.hash(), RunSpec.read(Yaml.parse(resolved, "resolved.yaml"), "").hash());
        }
        Round round = spec.rounds().get(0);
        if (!small || round.problem().toString().startsWith("LoraDigits")) return;
        tried++;
        Problem problem = round.problem().make(spec.dataType().type());
        spec.optimizers().byLabel().values().forEach(o -> o.init(problem.start(spec.seeds().get(0))));
    }

    private void check(SimulationSpec spec, boolean small) {
        if (random.nextInt(10) == 0) {
            byte[] resolved = spec.resolved().getBytes(StandardCharsets.UTF_8);
            assertEquals(spec.hash(), SimulationSpec.read(Yaml.parse(resolved, "resolved.yaml"), "").hash());
        }
        Study study = spec.studies().values().iterator().next();
        Study.Point point = study.points().get(0);
        if (!small || !point.setting().problem().toString().startsWith("Quad")) return;
        tried++;
        FederatedTask task = point.setting().problem().make();
        point.algorithms().values().forEach(s -> {
            s.sampler().cohort(1, 0, task.problem().clients(), null);
            s.start(task.problem(), spec.seeds().get(0), Engine.workers(1)).close();
        });
    }

    private static boolean isSmall(Object tree) {
        if (tree instanceof Map<?, ?> map) return map.values().stream().allMatch(SpecFuzzTest::isSmall);
        if (tree instanceof List<?> list) return list.size() < 20 && list.stream().allMatch(SpecFuzzTest::isSmall);
        return !(tree instanceof Number number) || Math.abs(number.doubleValue()) <= SMALL;
    }
}
