package org.gradus.optim.matrix;

import java.util.Arrays;

/**
 * Arithmetic on tall matrices in float64, held as columns: {@code a[j][i]} is row i of column j. Loops run down the
 * columns in blocks of rows that stay in cache; sums are in a fixed order, so results are the same bits on every
 * machine.
 */
public final class Tall {
    /** Doubles of all columns in a block of rows together: 256 KiB. */
    private static final int BLOCK = 1 << 15;
    /** The condition number up to which the Cholesky factor of aᵀ a is trusted. */
    private static final double CHOLESKY = 1e6;

    private Tall() {}

    public static double[][] create(int rows, int columns) {
        return new double[columns][rows];
    }

    private static int block(int columns) {
        return Math.max(64, BLOCK / columns);
    }

    /** aᵀ b: of p and q columns, p x q. */
    public static double[] gram(double[][] a, int p, double[][] b, int q, int rows) {
        double[] out = new double[p * q];
        int block = block(p + q);
        for (int from = 0; from < rows; from += block) {
            int to = Math.min(rows, from + block);
            for (int j = 0; j < p; j += 4) {
                for (int k = 0; k < q; k += 4) {
                    if (j + 4 <= p && k + 4 <= q) tile(a, j, b, k, from, to, out, q);
                    else edge(a, j, Math.min(p, j + 4), b, k, Math.min(q, k + 4), from, to, out, q);
                }
            }
        }
        return out;
    }

    /** aᵀ a, symmetric to the bit. */
    public static double[] gram(double[][] a, int p, int rows) {
        double[] out = new double[p * p];
        int block = block(p);
        for (int from = 0; from < rows; from += block) {
            int to = Math.min(rows, from + block);
            for (int j = 0; j < p; j += 4) {
                for (int k = 0; k <= j; k += 4) {
                    if (j + 4 <= p) tile(a, j, a, k, from, to, out, p);
                    else edge(a, j, p, a, k, Math.min(p, k + 4), from, to, out, p);
                }
            }
        }
        for (int j = 0; j < p; j++) {
            for (int k = 0; k < j; k++) out[k * p + j] = out[j * p + k];
        }
        return out;
    }

    /** 4 x 4 inner products at once: each number that is loaded serves four times. */
    private static void tile(double[][] a, int j, double[][] b, int k, int from, int to, double[] out, int q) {
        double[] a0 = a[j];
        double[] a1 = a[j + 1];
        double[] a2 = a[j + 2];
        double[] a3 = a[j + 3];
        double[] b0 = b[k];
        double[] b1 = b[k + 1];
        double[] b2 = b[k + 2];
        double[] b3 = b[k + 3];
        double s00 = 0;
        double s01 = 0;
        double s02 = 0;
        double s03 = 0;
        double s10 = 0;
        double s11 = 0;
        double s12 = 0;
        double s13 = 0;
        double s20 = 0;
        double s21 = 0;
        double s22 = 0;
        double s23 = 0;
        double s30 = 0;
        double s31 = 0;
        double s32 = 0;
        double s33 = 0;
        for (int i = from; i < to; i++) {
            double x0 = a0[i];
            double x1 = a1[i];
            double x2 = a2[i];
            double x3 = a3[i];
            double y = b0[i];
            s00 += x0 * y;
            s10 += x1 * y;
            s20 += x2 * y;
            s30 += x3 * y;
            y = b1[i];
            s01 += x0 * y;
            s11 += x1 * y;
            s21 += x2 * y;
            s31 += x3 * y;
            y = b2[i];
            s02 += x0 * y;
            s12 += x1 * y;
            s22 += x2 * y;
            s32 += x3 * y;
            y = b3[i];
            s03 += x0 * y;
            s13 += x1 * y;
            s23 += x2 * y;
            s33 += x3 * y;
        }
        int at = j * q + k;
        add(out, at, s00, s01, s02, s03);
        add(out, at + q, s10, s11, s12, s13);
        add(out, at + 2 * q, s20, s21, s22, s23);
        add(out, at + 3 * q, s30, s31, s32, s33);
    }

    private static void add(double[] out, int at, double x0, double x1, double x2, double x3) {
        out[at] += x0;
        out[at + 1] += x1;
        out[at + 2] += x2;
        out[at + 3] += x3;
    }

    private static void edge(double[][] a, int j0, int j1, double[][] b, int k0, int k1, int from, int to, double[] out, int q) {
        for (int j = j0; j < j1; j++) {
            for (int k = k0; k < k1; k++) out[j * q + k] += dot(a[j], b[k], from, to);
        }
    }

    public static double dot(double[] a, double[] b, int from, int to) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = from;
        for (; i + 3 < to; i += 4) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }
        for (; i < to; i++) s0 += a[i] * b[i];
        return s0 + s1 + (s2 + s3);
    }

    /** out = a s: of p columns times a p x q matrix. */
    public static void multiply(double[][] a, int p, double[] s, int q, int rows, double[][] out) {
        for (int k = 0; k < q; k++) Arrays.fill(out[k], 0, rows, 0);
        addProduct(a, p, s, q, rows, out);
    }

    /** out += a s. */
    public static void addProduct(double[][] a, int p, double[] s, int q, int rows, double[][] out) {
        int block = block(p + q);
        for (int from = 0; from < rows; from += block) {
            int to = Math.min(rows, from + block);
            for (int k = 0; k < q; k++) {
                int j = 0;
                for (; j + 3 < p; j += 4) {
                    addFour(a[j], a[j + 1], a[j + 2], a[j + 3],
                            s[j * q + k], s[(j + 1) * q + k], s[(j + 2) * q + k], s[(j + 3) * q + k], out[k], from, to);
                }
                for (; j < p; j++) add(a[j], s[j * q + k], out[k], from, to);
            }
        }
    }

    /** One store a row for four columns; with a second target the loop is no longer vectorized. */
    private static void addFour(double[] a, double[] b, double[] c, double[] d, double s, double t, double u, double v,
            double[] out, int from, int to) {
        for (int i = from; i < to; i++) out[i] += s * a[i] + t * b[i] + (u * c[i] + v * d[i]);
    }

    /** out += s a. */
    public static void add(double[] a, double s, double[] out, int from, int to) {
        for (int i = from; i < to; i++) out[i] += s * a[i];
    }

    /** Sum of squares of all elements. */
    public static double squares(double[][] a, int columns, int rows) {
        double sum = 0;
        for (int j = 0; j < columns; j++) sum += dot(a[j], a[j], 0, rows);
        return sum;
    }

    /**
     * Thin QR factorization for rows >= columns: a becomes the orthonormal factor, whatever the rank of a; returns the
     * upper triangle R. Well-conditioned matrices go through the Cholesky factor of aᵀ a, which is faster but loses the
     * square of the condition number; it is taken once or twice (the second time on a matrix that is nearly orthonormal)
     * to leave columns orthonormal to the accuracy. All others go through Householder reflections.
     */
    public static double[] qr(double[][] a, int columns, int rows, double[][] scratch, double accuracy) {
        double[] r = null;
        for (int pass = 0; pass < 2; pass++) {
            double[] triangle = Small.cholesky(gram(a, columns, rows), columns);
            if (triangle == null) return householder(a, columns, rows);
            double[] inverse = Small.inverseOfUpper(triangle, columns);
            double condition = Small.norm(triangle) * Small.norm(inverse) / columns;
            if (!(condition < CHOLESKY)) return householder(a, columns, rows);
            multiply(a, columns, inverse, columns, rows, scratch);
            for (int j = 0; j < columns; j++) System.arraycopy(scratch[j], 0, a[j], 0, rows);
            r = r == null ? triangle : Small.times(triangle, r, columns);
            if (condition * condition * Math.ulp(1.0) < accuracy) return r;
        }
        return r;
    }

    public static double[] householder(double[][] a, int columns, int rows) {
        double[] r = new double[columns * columns];
        double[] tau = new double[columns];
        for (int k = 0; k < columns; k++) {
            tau[k] = reflector(a[k], k, rows);
            for (int j = k + 1; j < columns; j++) reflect(a[k], tau[k], a[j], k, rows);
        }
        for (int j = 0; j < columns; j++) {
            for (int k = 0; k < j; k++) r[k * columns + j] = a[j][k];
        }
        for (int k = columns - 1; k >= 0; k--) {
            double[] v = a[k];
            r[k * columns + k] = v[k];
            for (int j = k + 1; j < columns; j++) reflect(v, tau[k], a[j], k, rows);
            for (int i = k + 1; i < rows; i++) v[i] *= -tau[k];
            v[k] = 1 - tau[k];
            Arrays.fill(v, 0, k, 0);
        }
        return r;
    }

    /**
     * The reflection I - tau v vᵀ, v_k = 1, that maps rows k.. of the column to a multiple of the first unit vector: v
     * stays below row k, the multiple in row k.
     */
    private static double reflector(double[] x, int k, int rows) {
        double tail = dot(x, x, k + 1, rows);
        if (tail == 0) return 0;
        double alpha = x[k];
        double norm = Math.sqrt(alpha * alpha + tail);
        double beta = alpha > 0 ? -norm : norm;
        double scale = 1 / (alpha - beta);
        for (int i = k + 1; i < rows; i++) x[i] *= scale;
        x[k] = beta;
        return (beta - alpha) / beta;
    }

    /** Applies a reflection, whose v_k = 1 is not stored, to another column. */
    private static void reflect(double[] v, double tau, double[] x, int k, int rows) {
        if (tau == 0) return;
        double s = -tau * (x[k] + dot(v, x, k + 1, rows));
        x[k] += s;
        add(v, s, x, k + 1, rows);
    }
}
