package org.gradus.optim.problem;

/**
 * Dense float64 kernels on matrices as arrays of rows. The inner loops run along rows from index 0 and carry no sum:
 * the form that the JVM's compiler vectorizes (into one flat array with offsets it is three times slower, and at 64 x
 * 64 a native product is no faster). Every sum has one fixed order.
 */
final class Dense {
    private Dense() {}

    /** {@code C += A B} on the first m rows of A (m x k) and C (m x n), with B of k x n. */
    static void addProduct(double[][] c, int m, double[][] a, double[][] b) {
        int k = b.length;
        for (int i = 0; i < m; i++) {
            double[] row = a[i];
            int l = 0;
            // Four rows of B at a time: a quarter of the loads and stores of C.
            for (; l + 4 <= k; l += 4) {
                addScaled(c[i], row[l], b[l], row[l + 1], b[l + 1], row[l + 2], b[l + 2], row[l + 3], b[l + 3]);
            }
            for (; l < k; l++) addScaled(c[i], row[l], b[l]);
        }
    }

    /** {@code C += A' B} on the first k rows of A (k x m) and B (k x n), with C of m x n. */
    static void addTransposedProduct(double[][] c, double[][] a, double[][] b, int k) {
        int l = 0;
        for (; l + 4 <= k; l += 4) {
            for (int i = 0; i < c.length; i++) {
                addScaled(c[i], a[l][i], b[l], a[l + 1][i], b[l + 1], a[l + 2][i], b[l + 2], a[l + 3][i], b[l + 3]);
            }
        }
        for (; l < k; l++) {
            for (int i = 0; i < c.length; i++) addScaled(c[i], a[l][i], b[l]);
        }
    }

    /** {@code y += a x}. */
    static void addScaled(double[] y, double a, double[] x) {
        for (int j = 0; j < y.length; j++) y[j] += a * x[j];
    }

    private static void addScaled(double[] y, double a0, double[] x0, double a1, double[] x1,
                                  double a2, double[] x2, double a3, double[] x3) {
        for (int j = 0; j < y.length; j++) y[j] += a0 * x0[j] + a1 * x1[j] + a2 * x2[j] + a3 * x3[j];
    }

    /** The inner product. Four sums hide the latency of addition. */
    static double dot(double[] x, double[] y) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int j = 0;
        for (; j + 4 <= x.length; j += 4) {
            s0 += x[j] * y[j];
            s1 += x[j + 1] * y[j + 1];
            s2 += x[j + 2] * y[j + 2];
            s3 += x[j + 3] * y[j + 3];
        }
        for (; j < x.length; j++) s0 += x[j] * y[j];
        return (s0 + s1) + (s2 + s3);
    }

    /** Writes the transpose of a into t. */
    static void transpose(double[][] a, double[][] t) {
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < t.length; j++) t[j][i] = a[i][j];
        }
    }
}
