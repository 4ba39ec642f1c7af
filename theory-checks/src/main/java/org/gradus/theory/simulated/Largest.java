package org.gradus.theory.simulated;

/** Distances in the largest coordinate. */
public final class Largest {
    private Largest() {}

    /** {@code max_i |x_i|}; 0 for no coordinates. */
    public static double of(double[] x) {
        double largest = 0;
        for (double v : x) largest = Math.max(largest, Math.abs(v));
        return largest;
    }

    /** {@code max_i |a_i - b_i|}. */
    public static double difference(double[] a, double[] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i] - b[i]));
        return largest;
    }
}
