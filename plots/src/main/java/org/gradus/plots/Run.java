package org.gradus.plots;

import java.util.Arrays;

/**
 * The curve of one seed. A value that is not finite marks the run as diverged and ends it: the points before the first
 * such value are kept, the rest is meaningless.
 *
 * @param x strictly increasing and finite
 * @param y as many values as {@code x}
 * @param diverged whether the run diverged; true as well when {@code y} has a value that is not finite
 */
public record Run(double[] x, double[] y, boolean diverged) {

    public Run {
        if (x.length != y.length) {
            throw new IllegalArgumentException("x has " + x.length + " values, y has " + y.length);
        }
        for (int i = 0; i < x.length; i++) {
            if (!Double.isFinite(x[i]) || i > 0 && x[i] <= x[i - 1]) {
                throw new IllegalArgumentException("x must be finite and increasing, but x[" + i + "] is " + x[i]);
            }
        }
        int kept = finitePrefix(y);
        diverged |= kept < y.length;
        x = Arrays.copyOf(x, kept);
        y = Arrays.copyOf(y, kept);
    }

    @Override
    public double[] x() {
        return x.clone();
    }

    @Override
    public double[] y() {
        return y.clone();
    }

    /**
     * The value in effect at {@code at}: the latest one at or before it. NaN before the first point, and after the last
     * one of a diverged run; a run that merely ended carries its last value on.
     */
    public double valueAt(double at) {
        int found = Arrays.binarySearch(x, at);
        int latest = found >= 0 ? found : -found - 2;
        boolean over = diverged && x.length > 0 && at > x[x.length - 1];
        return latest < 0 || over ? Double.NaN : y[latest];
    }

    /** This run with every value below {@code floor} raised to it. */
    Run flooredAt(double floor) {
        return new Run(x, Arrays.stream(y).map(v -> Math.max(v, floor)).toArray(), diverged);
    }

    /** Without the points at or below zero, which a log axis has no place for; itself if there are none. */
    Run positiveX() {
        int first = 0;
        while (first < x.length && x[first] <= 0) {
            first++;
        }
        return first == 0 ? this
                : new Run(Arrays.copyOfRange(x, first, x.length), Arrays.copyOfRange(y, first, y.length), diverged);
    }

    private static int finitePrefix(double[] y) {
        int n = 0;
        while (n < y.length && Double.isFinite(y[n])) {
            n++;
        }
        return n;
    }
}
