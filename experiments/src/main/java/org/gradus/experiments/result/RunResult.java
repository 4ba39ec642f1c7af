package org.gradus.experiments.result;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One run: a contestant from a seed.
 *
 * @param label   the optimizer or algorithm
 * @param reason  why it diverged; empty if it did not, or nothing more is known
 * @param optimum the smallest possible loss; NaN where it is unknown
 * @param columns of the evaluations on all data, by the names of {@link Axis}, {@code loss} and metrics such as
 *                {@code testAccuracy}; NaN where a value was not finite
 * @param metrics at the end, beside the loss; none if the run diverged
 * @param costs   of the whole run: {@code seconds}, {@code stateBytes}, {@code down} and {@code up} (bytes), ...
 */
public record RunResult(String label, long seed, boolean diverged, String reason, double optimum,
        Map<String, double[]> columns, Map<String, Double> metrics, Map<String, Double> costs) {
    /** The name of the loss among columns and measures. */
    public static final String LOSS = "loss";

    /** The loss on all training data, less the optimum where that is known, at every evaluation. */
    public double[] excess() {
        double[] loss = columns.get(LOSS).clone();
        for (int i = 0; i < loss.length; i++) loss[i] -= base();
        return loss;
    }

    /** A measure at every evaluation: a metric, or the {@link #excess} under the name {@link #LOSS}. */
    public double[] curve(String measure) {
        return measure.equals(LOSS) ? excess() : columns.get(measure).clone();
    }

    /**
     * A measure at the end: a metric, or the {@link #excess} under the name {@link #LOSS}; the loss of a diverged run is
     * infinite, its metrics NaN.
     */
    public double end(String measure) {
        if (!measure.equals(LOSS)) return metrics.getOrDefault(measure, Double.NaN);
        if (diverged) return Double.POSITIVE_INFINITY;
        double[] excess = excess();
        return excess[excess.length - 1];
    }

    /** Where on an axis the {@link #excess} first is at most the target; infinite if it never is. */
    public double reaches(double target, Axis axis) {
        double[] excess = excess();
        double[] x = columns.get(axis.column());
        for (int i = 0; i < excess.length; i++) {
            if (excess[i] <= target) return x[i];
        }
        return Double.POSITIVE_INFINITY;
    }

    private double base() {
        return Double.isNaN(optimum) ? 0 : optimum;
    }

    public RunResult {
        columns = new LinkedHashMap<>(columns);
        metrics = new LinkedHashMap<>(metrics);
        costs = new LinkedHashMap<>(costs);
    }
}
