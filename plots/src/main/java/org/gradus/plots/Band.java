package org.gradus.plots;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * Median and 20-80 % quantile band of several runs on a common grid.
 *
 * @param points in increasing {@code x}; empty when no run has a finite value
 */
public record Band(List<Point> points) {

    /** The runs at one {@code x}: their median, 20 % quantile and 80 % quantile. */
    public record Point(double x, double median, double lower, double upper) {}

    public Band {
        points = List.copyOf(points);
    }

    /**
     * Resamples runs on the union of their {@code x}, each carrying its last value, and takes quantiles over the runs
     * that have a value there.
     *
     * @param maxPoints a longer grid is thinned evenly to this many points, at least 2; first and last stay
     */
    public static Band over(List<Run> runs, int maxPoints) {
        List<Point> points = new ArrayList<>();
        for (double x : grid(runs, maxPoints)) {
            double[] values =
                    runs.stream().mapToDouble(run -> run.valueAt(x)).filter(v -> !Double.isNaN(v)).sorted().toArray();
            points.add(new Point(x, Quantile.of(values, 0.5), Quantile.of(values, 0.2), Quantile.of(values, 0.8)));
        }
        return new Band(points);
    }

    /** Whether lower and upper quantile are the same everywhere, as with a single seed. */
    public boolean isCollapsed() {
        return points.stream().allMatch(p -> p.lower() == p.upper());
    }

    private static double[] grid(List<Run> runs, int maxPoints) {
        TreeSet<Double> union = new TreeSet<>();
        runs.forEach(run -> Arrays.stream(run.x()).forEach(union::add));
        double[] all = union.stream().mapToDouble(Double::doubleValue).toArray();
        if (all.length <= maxPoints) {
            return all;
        }
        // Points of the union, not evenly spaced new ones: every x in the CSV is one that was measured.
        double[] thinned = new double[maxPoints];
        for (int i = 0; i < maxPoints; i++) {
            thinned[i] = all[(int) Math.round(i * (all.length - 1.0) / (maxPoints - 1))];
        }
        return thinned;
    }
}
