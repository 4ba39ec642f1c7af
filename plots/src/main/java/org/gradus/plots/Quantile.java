package org.gradus.plots;

import java.util.Arrays;

/** Sample quantiles by linear interpolation between order statistics (type 7 of Hyndman and Fan, as in R and NumPy). */
public final class Quantile {

    private Quantile() {}

    /** The {@code p}-quantile of values in ascending order, {@code 0 <= p <= 1}. */
    public static double of(double[] sorted, double p) {
        double position = p * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        double weight = position - below;
        // Equal neighbours first: a constant sample has exactly that quantile, whatever the rounding. And no weight on an
        // infinity is none, not NaN.
        return weight == 0 || sorted[below] == sorted[above]
                ? sorted[below]
                : (1 - weight) * sorted[below] + weight * sorted[above];
    }

    /** Median and 20-80 % interval at {@code x} of values in any order and of as many infinite ones as given. */
    static Band.Point point(double x, double[] values, int infinite) {
        double[] sorted = Arrays.copyOf(values, values.length + infinite);
        Arrays.fill(sorted, values.length, sorted.length, Double.POSITIVE_INFINITY);
        Arrays.sort(sorted);
        return new Band.Point(x, of(sorted, 0.5), of(sorted, 0.2), of(sorted, 0.8));
    }
}
