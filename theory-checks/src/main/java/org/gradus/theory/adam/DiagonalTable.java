package org.gradus.theory.adam;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.theory.Checker;

/**
 * Steps of every method on diagonal quadratics of log-spaced spectrum, 21 starts a cell. Without a suffix the target is
 * {@code f_k <= 1e-6 f_0}, with {@code _x} it is {@code |e_k|^2 <= 1e-6 |e_0|^2}.
 */
final class DiagonalTable {
    static final double[] KAPPAS = {1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
    private static final int SEEDS = 21;

    private DiagonalTable() {}

    /** One cell: for each column the values of seeds 0, 1, ... */
    record Row(int dimension, double kappa, Map<String, double[]> columns) {
        double median(String column) {
            double[] sorted = columns.get(column).clone();
            Arrays.sort(sorted);
            return sorted[sorted.length / 2];
        }
    }

    static List<Row> rows(int[] dimensions, double[] kappas) {
        List<Map<String, Double>> cells = Checker.parallel(dimensions.length * kappas.length * SEEDS, i -> {
            int cell = i / SEEDS;
            return steps(Diagonal.of(dimensions[cell / kappas.length], kappas[cell % kappas.length], i % SEEDS));
        });
        List<Row> rows = new ArrayList<>();
        for (int cell = 0; cell < dimensions.length * kappas.length; cell++) {
            Map<String, double[]> columns = new LinkedHashMap<>();
            for (int s = 0; s < SEEDS; s++) {
                int seed = s;
                cells.get(cell * SEEDS + s)
                        .forEach((name, value) -> columns.computeIfAbsent(name, n -> new double[SEEDS])[seed] = value);
            }
            rows.add(new Row(dimensions[cell / kappas.length], kappas[cell % kappas.length], columns));
        }
        return rows;
    }

    static Map<String, Double> steps(Diagonal p) {
        Map<String, Double> steps = new LinkedHashMap<>();
        steps.put("kappa_A", p.spread());
        putBoth(steps, "gd_L", p, p.gradientFactors(1 / p.largest()));
        putBoth(steps, "gd_opt", p, p.gradientFactors(p.optimalGradientRate()));
        putBoth(steps, "frozen_safe", p, p.frozenFactors(p.smallestError()));
        putBoth(steps, "frozen_opt", p, p.frozenFactors(p.optimalFrozenRate()));
        steps.put("K_bound", (double) p.steps());
        steps.put("ema_thm", (double) SeededDiagonal.hit(p));
        steps.put("bc_same_params", (double) CorrectedDiagonal.hit(p));
        return steps;
    }

    private static void putBoth(Map<String, Double> steps, String name, Diagonal p, double[] factors) {
        steps.put(name, (double) FirstHit.of(p.weights(), factors, Diagonal.EPS));
        steps.put(name + "_x", (double) FirstHit.of(p.squares(), factors, Diagonal.EPS));
    }
}
