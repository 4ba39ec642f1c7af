package org.gradus.optim.matrix;

import java.util.Arrays;

/** Arithmetic on r x r matrices in float64, row by row in one array. */
public final class Small {
    private Small() {}

    public static double[] identity(int r) {
        double[] out = new double[r * r];
        for (int i = 0; i < r; i++) out[i * r + i] = 1;
        return out;
    }

    public static double[][] rows(double[] a, int r) {
        double[][] rows = new double[r][];
        for (int i = 0; i < r; i++) rows[i] = Arrays.copyOfRange(a, i * r, (i + 1) * r);
        return rows;
    }

    public static double[] flat(double[][] rows) {
        int r = rows.length;
        double[] out = new double[r * r];
        for (int i = 0; i < r; i++) System.arraycopy(rows[i], 0, out, i * r, r);
        return out;
    }

    /** a b. */
    public static double[] times(double[] a, double[] b, int r) {
        double[] out = new double[r * r];
        double[] row = new double[r];
        for (int i = 0; i < r; i++) {
            Arrays.fill(row, 0);
            for (int k = 0; k < r; k++) add(a[i * r + k], b, k * r, row, r);
            System.arraycopy(row, 0, out, i * r, r);
        }
        return out;
    }

    private static void add(double x, double[] b, int at, double[] row, int r) {
        for (int j = 0; j < r; j++) row[j] += x * b[at + j];
    }

    public static double[] transpose(double[] a, int r) {
        double[] out = new double[r * r];
        for (int i = 0; i < r; i++) {
            for (int j = 0; j < r; j++) out[j * r + i] = a[i * r + j];
        }
        return out;
    }

    /** a bᵀ. */
    public static double[] timesTransposed(double[] a, double[] b, int r) {
        return times(a, transpose(b, r), r);
    }

    /** aᵀ b. */
    public static double[] transposedTimes(double[] a, double[] b, int r) {
        return times(transpose(a, r), b, r);
    }

    public static double[] scaled(double[] a, double factor) {
        double[] out = a.clone();
        for (int i = 0; i < out.length; i++) out[i] *= factor;
        return out;
    }

    /** x a + y b. */
    public static double[] combination(double x, double[] a, double y, double[] b) {
        double[] out = new double[a.length];
        for (int i = 0; i < out.length; i++) out[i] = x * a[i] + y * b[i];
        return out;
    }

    /** The symmetric part. */
    public static double[] symmetric(double[] a, int r) {
        return combination(0.5, a, 0.5, transpose(a, r));
    }

    public static double trace(double[] a, int r) {
        double sum = 0;
        for (int i = 0; i < r; i++) sum += a[i * r + i];
        return sum;
    }

    /** tr(a b) of symmetric matrices, or in general the sum of a_ij b_ji. */
    public static double traceOfProduct(double[] a, double[] b, int r) {
        double sum = 0;
        for (int i = 0; i < r; i++) {
            for (int j = 0; j < r; j++) sum += a[i * r + j] * b[j * r + i];
        }
        return sum;
    }

    public static double norm(double[] a) {
        double sum = 0;
        for (double x : a) sum += x * x;
        return Math.sqrt(sum);
    }

    /** The upper triangle R with a = Rᵀ R; null where a is not positive definite. */
    public static double[] cholesky(double[] a, int r) {
        double[] out = new double[r * r];
        for (int i = 0; i < r; i++) {
            for (int j = i; j < r; j++) {
                double sum = a[i * r + j];
                for (int k = 0; k < i; k++) sum -= out[k * r + i] * out[k * r + j];
                if (i == j && !(sum > 0)) return null;
                out[i * r + j] = i == j ? Math.sqrt(sum) : sum / out[i * r + i];
            }
        }
        return out;
    }

    /** The inverse of an upper triangle; infinite or NaN entries where it is singular. */
    public static double[] inverseOfUpper(double[] a, int r) {
        double[] out = new double[r * r];
        for (int j = 0; j < r; j++) {
            out[j * r + j] = 1 / a[j * r + j];
            for (int i = j - 1; i >= 0; i--) {
                double sum = 0;
                for (int k = i + 1; k <= j; k++) sum += a[i * r + k] * out[k * r + j];
                out[i * r + j] = -sum / a[i * r + i];
            }
        }
        return out;
    }
}
