package org.gradus.federated.problem;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Require;

/** Dense symmetric matrices as arrays of rows. */
final class SymmetricMatrix {
    private static final double SYMMETRIC = 1e-12;

    private SymmetricMatrix() {}

    /** Refuses what is not n x n, finite, symmetric to a relative 1e-12, and positive semidefinite up to rounding. */
    static void check(double[][] q, int n, String name) {
        Require.check(q.length == n, name, n + " x " + n, q.length + " rows");
        double largest = 0;
        for (double[] row : q) {
            Require.check(row.length == n, name, n + " x " + n, "a row of " + row.length);
            for (double value : row) {
                Require.finite(name, value);
                largest = Math.max(largest, Math.abs(value));
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                if (Math.abs(q[i][j] - q[j][i]) > SYMMETRIC * largest) {
                    throw new InvalidInput(name + " is not symmetric: entry (" + i + ", " + j + ") is " + q[i][j]
                            + ", but (" + j + ", " + i + ") is " + q[j][i]);
                }
            }
        }
        double least = Arrays.stream(new EigenDecomposition(new Array2DRowRealMatrix(q)).getRealEigenvalues()).min()
                .orElse(0);
        Require.check(least >= -1e-10 * largest, name, "positive semidefinite", "one with the eigenvalue " + least);
    }

    static double[] eigenvalues(double[][] q) {
        return new EigenDecomposition(new Array2DRowRealMatrix(q)).getRealEigenvalues();
    }

    /**
     * {@code out = Q (x - c)} for a symmetric Q, row by row, each entry summed in the order of the rows; four rows at a
     * time save three of four trips over the result.
     */
    static void product(double[][] q, double[] x, double[] c, double[] out) {
        int n = out.length;
        int j = n % 4;
        if (j == 0) {
            j = 4;
            first(out, x[0] - c[0], q[0], x[1] - c[1], q[1], x[2] - c[2], q[2], x[3] - c[3], q[3]);
        } else {
            Arrays.fill(out, 0);
            for (int k = 0; k < j; k++) {
                double a = x[k] - c[k];
                double[] row = q[k];
                for (int i = 0; i < n; i++) out[i] += a * row[i];
            }
        }
        for (; j < n; j += 4) {
            add(out, x[j] - c[j], q[j], x[j + 1] - c[j + 1], q[j + 1], x[j + 2] - c[j + 2], q[j + 2], x[j + 3] - c[j + 3],
                    q[j + 3]);
        }
    }

    private static void first(double[] y, double a0, double[] x0, double a1, double[] x1, double a2, double[] x2,
            double a3, double[] x3) {
        for (int i = 0; i < y.length; i++) y[i] = a0 * x0[i] + a1 * x1[i] + a2 * x2[i] + a3 * x3[i];
    }

    private static void add(double[] y, double a0, double[] x0, double a1, double[] x1, double a2, double[] x2,
            double a3, double[] x3) {
        for (int i = 0; i < y.length; i++) y[i] = y[i] + a0 * x0[i] + a1 * x1[i] + a2 * x2[i] + a3 * x3[i];
    }
}
