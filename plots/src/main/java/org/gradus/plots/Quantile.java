package org.gradus.plots;

/** Sample quantiles by linear interpolation between order statistics (type 7 of Hyndman and Fan, as in R and NumPy). */
final class Quantile {

    private Quantile() {}

    /** The {@code p}-quantile of values in ascending order, {@code 0 <= p <= 1}. */
    static double of(double[] sorted, double p) {
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
}
