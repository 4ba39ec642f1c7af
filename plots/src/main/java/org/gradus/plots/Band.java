package org.gradus.plots;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

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
        return over(runs, maxPoints, false);
    }

    /** As above; with {@code log} the thinned grid is even on a log axis, and all x must be positive. */
    static Band over(List<Run> runs, int maxPoints, boolean log) {
        List<Point> points = new ArrayList<>();
        for (double x : grid(runs, maxPoints, log)) {
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

    /** The smallest and the largest finite value that some bands reach. */
    static DoubleSummaryStatistics hull(List<Band> bands) {
        return bands.stream().flatMap(band -> band.points().stream())
                .flatMapToDouble(p -> DoubleStream.of(p.lower(), p.median(), p.upper()))
                .filter(Double::isFinite).summaryStatistics();
    }

    private static double[] grid(List<Run> runs, int maxPoints, boolean log) {
        TreeSet<Double> union = new TreeSet<>();
        runs.forEach(run -> Arrays.stream(run.x()).forEach(union::add));
        if (union.size() <= maxPoints) {
            return union.stream().mapToDouble(Double::doubleValue).toArray();
        }
        // Points of the union, not evenly spaced new ones: every x in the CSV is one that was measured.
        double[] all = union.stream().mapToDouble(Double::doubleValue).toArray();
        double start = Math.log(all[0]);
        double end = Math.log(all[all.length - 1]);
        return IntStream.range(0, maxPoints).mapToDouble(i -> i / (maxPoints - 1.0))
                .mapToInt(t -> log ? place(all, Math.exp(start + t * (end - start)))
                        : (int) Math.round(t * (all.length - 1)))
                .distinct().mapToDouble(i -> all[i]).toArray();
    }

    /** Where the first of some ascending values lies that is not below {@code wanted}, the last of them if none is. */
    private static int place(double[] all, double wanted) {
        int found = Arrays.binarySearch(all, wanted);
        return found >= 0 ? found : Math.min(-found - 1, all.length - 1);
    }
}
