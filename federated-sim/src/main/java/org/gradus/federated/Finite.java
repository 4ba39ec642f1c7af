package org.gradus.federated;

/** Looks for numbers that are not finite; four sums hide the latency of addition. */
final class Finite {
    private Finite() {}

    static boolean all(double[] x) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        // x - x is 0, but NaN for infinities and NaN.
        for (; i + 4 <= x.length; i += 4) {
            s0 += x[i] - x[i];
            s1 += x[i + 1] - x[i + 1];
            s2 += x[i + 2] - x[i + 2];
            s3 += x[i + 3] - x[i + 3];
        }
        for (; i < x.length; i++) s0 += x[i] - x[i];
        return s0 + s1 + s2 + s3 == 0;
    }

    static boolean hasNaN(double[] x) {
        for (double value : x) {
            if (Double.isNaN(value)) return true;
        }
        return false;
    }
}
