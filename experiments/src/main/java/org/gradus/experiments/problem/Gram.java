package org.gradus.experiments.problem;

/** {@code A'A / divisor} of rows. */
final class Gram {
    private Gram() {}

    static double[][] of(double[][] a, double divisor) {
        int n = a[0].length;
        double[][] q = new double[n][n];
        for (double[] row : a) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) q[i][j] += row[i] * row[j] / divisor;
            }
        }
        return q;
    }
}
