package org.gradus.experiments.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Times contenders against each other: blocks of steps, one contender after the other, many rounds, so that a machine
 * that slows down slows all of them. The figure of a contender is the median of its blocks.
 */
final class Race {
    private static final int ROUNDS = 15;
    private static final long BLOCK_NANOS = 25_000_000;
    private static final long WARM_UP_NANOS = 600_000_000;
    /** Thread pools spin for a while after their work (OpenMP's for many milliseconds); the next contender must not pay. */
    private static final long REST_MILLIS = 20;

    private Race() {}

    /** Nanoseconds of one step by the contenders' names, in their order. */
    static Map<String, Double> byName(List<Supplier<Contender>> entries) {
        List<String> names = new ArrayList<>();
        List<Supplier<Contender>> named = new ArrayList<>();
        for (Supplier<Contender> entry : entries) {
            named.add(() -> {
                Contender contender = entry.get();
                names.add(contender.name());
                return contender;
            });
        }
        List<Double> nanos = run(named);
        Map<String, Double> times = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) times.put(names.get(i), nanos.get(i));
        return times;
    }

    /** Nanoseconds of one step for each contender, in their order; each lives only while its race does. */
    private static List<Double> run(List<Supplier<Contender>> entries) {
        List<Contender> contenders = new ArrayList<>();
        try {
            for (Supplier<Contender> entry : entries) contenders.add(entry.get());
            int[] steps = new int[contenders.size()];
            for (int i = 0; i < steps.length; i++) steps[i] = warmUp(contenders.get(i));
            double[][] nanos = new double[steps.length][ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                // Each round starts with another one, so that none always follows the same neighbour.
                for (int k = 0; k < steps.length; k++) {
                    int i = (round + k) % steps.length;
                    nanos[i][round] = block(contenders.get(i), steps[i]);
                }
            }
            return Arrays.stream(nanos).map(Race::median).toList();
        } finally {
            contenders.forEach(c -> {
                try {
                    c.close();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }

    /** Steps until compiled; returns how many steps fill a block. */
    private static int warmUp(Contender contender) {
        contender.prepare();
        long start = System.nanoTime();
        long last = start;
        long fastest = Long.MAX_VALUE;
        int steps = 0;
        while (last - start < WARM_UP_NANOS || steps < 3) {
            contender.step();
            long now = System.nanoTime();
            fastest = Math.min(fastest, now - last);
            last = now;
            steps++;
        }
        return (int) Math.max(2, Math.min(100_000, BLOCK_NANOS / Math.max(1, fastest)));
    }

    private static double block(Contender contender, int steps) {
        contender.prepare();
        try {
            Thread.sleep(REST_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        contender.step();
        long start = System.nanoTime();
        for (int i = 0; i < steps; i++) contender.step();
        return (System.nanoTime() - start) / (double) steps;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
