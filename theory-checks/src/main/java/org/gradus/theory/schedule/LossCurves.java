package org.gradus.theory.schedule;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gradus.optim.schedule.Constant;
import org.gradus.optim.schedule.Cosine;
import org.gradus.optim.schedule.Multistep;
import org.gradus.optim.schedule.Schedule;
import org.gradus.optim.schedule.WarmupStableDecay;

/**
 * Training losses of language models of 25, 100 and 400 million parameters under nine schedules, published with Luo et al.,
 * arXiv 2503.12811 (MIT licence). Peak 3e-4, end 3e-5, 2160 updates of warm-up.
 */
final class LossCurves {
    static final List<Integer> MODELS = List.of(25, 100, 400);
    /** The curves that the multi-power law was fitted to; the other six are its test. */
    static final List<String> TRAINING = List.of("cosine_24000", "constant_24000", "wsdcon_9");
    static final List<String> COSINES = List.of("cosine_24000", "cosine_72000");
    static final int WARMUP = 2160;
    static final double PEAK = 3e-4;
    static final double END = 3e-5;

    private static final Map<String, Curve> ALL = read();

    private LossCurves() {}

    /** A curve: the update numbers at which a loss was recorded, and the losses. */
    record Curve(String name, int[] steps, double[] losses) {
        /** Every so-manieth point. */
        Curve thinned(int every) {
            int[] at = IntStream.range(0, steps.length).filter(i -> i % every == 0).toArray();
            return new Curve(name, Arrays.stream(at).map(i -> steps[i]).toArray(),
                    Arrays.stream(at).mapToDouble(i -> losses[i]).toArray());
        }
    }

    static Curve of(int model, String name) {
        return ALL.get(model + "/" + name);
    }

    static List<String> names() {
        return ALL.keySet().stream().filter(key -> key.startsWith("25/")).map(key -> key.substring(3)).toList();
    }

    static List<String> test() {
        return names().stream().filter(name -> !TRAINING.contains(name)).toList();
    }

    /** The schedule that a curve's name stands for. */
    static Schedule schedule(String name) {
        return switch (name) {
            case "cosine_24000" -> new Cosine(PEAK, END, 24_000, WARMUP, 0, false);
            case "cosine_72000" -> new Cosine(PEAK, END, 72_000, WARMUP, 0, false);
            case "constant_24000", "constant_72000" -> new Constant(PEAK, WARMUP, 0);
            case "wsd_20000_24000" -> new WarmupStableDecay(PEAK, END, 24_000, 4000, WarmupStableDecay.Decay.EXPONENTIAL,
                    WARMUP, 0, false);
            case "wsdld_20000_24000" -> new WarmupStableDecay(PEAK, END, 24_000, 4000, WarmupStableDecay.Decay.LINEAR,
                    WARMUP, 0, false);
            // wsdcon_9 drops from 3e-4 to 9e-5 after 8000 updates.
            default -> new Multistep(PEAK, Integer.parseInt(name.substring("wsdcon_".length())) * 1e-5 / PEAK,
                    List.of(8000L), WARMUP, 0);
        };
    }

    /** The updates of a curve's run, warm-up included. */
    static int length(String name) {
        return name.startsWith("wsdcon") ? 16_000 : name.endsWith("72000") ? 72_000 : 24_000;
    }

    private static Map<String, Curve> read() {
        Map<String, List<double[]>> points = new LinkedHashMap<>();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                LossCurves.class.getResourceAsStream("loss-curves.csv"), StandardCharsets.UTF_8))) {
            in.readLine();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] cells = line.split(",");
                points.computeIfAbsent(cells[0] + "/" + cells[1], k -> new ArrayList<>())
                        .add(new double[] {Integer.parseInt(cells[2]), Double.parseDouble(cells[3])});
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Curve> curves = new LinkedHashMap<>();
        points.forEach((key, rows) -> curves.put(key, new Curve(key.substring(key.indexOf('/') + 1),
                rows.stream().mapToInt(r -> (int) r[0]).toArray(), rows.stream().mapToDouble(r -> r[1]).toArray())));
        return curves;
    }
}
