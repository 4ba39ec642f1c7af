package org.gradus.theory.adam;

import java.util.Arrays;
import org.gradus.theory.Draws;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations. Unlike a decomposition by way of a
 * tridiagonal matrix, it gives the small eigenvalues of a graded positive definite matrix to full relative accuracy
 * (Demmel and Veselic, SIAM J. Matrix Anal. Appl. 13, 1992), and condition numbers here are up to 1e6.
 *
 * @param values in increasing order
 * @param vectors the eigenvector of {@code values[k]} is row k
 */
record Eigen(double[] values, double[][] vectors) {
    private static final int SWEEPS = 60;

    static Eigen of(double[][] matrix) {
        int d = matrix.length;
        double[][] a = new double[d][];
        double[][] v = new double[d][d];
        for (int i = 0; i < d; i++) {
            a[i] = matrix[i].clone();
            v[i][i] = 1;
        }
        for (int sweep = 0; sweep < SWEEPS && !isDiagonal(a); sweep++) {
            for (int p = 0; p < d; p++) {
                for (int q = p + 1; q < d; q++) rotate(a, v, p, q);
            }
        }
        Integer[] order = new Integer[d];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (i, j) -> Double.compare(a[i][i], a[j][j]));
        double[] values = new double[d];
        double[][] vectors = new double[d][];
        for (int k = 0; k < d; k++) {
            values[k] = a[order[k]][order[k]];
            vectors[k] = v[order[k]];
        }
        return new Eigen(values, vectors);
    }

    double smallest() {
        return values[0];
    }

    double largest() {
        return values[values.length - 1];
    }

    double condition() {
        return largest() / smallest();
    }

    /** The squared coordinates of a vector in the eigenbasis. */
    double[] energies(double[] vector) {
        double[] energies = new double[values.length];
        Arrays.setAll(energies, k -> {
            double c = Draws.dot(vectors[k], vector);
            return c * c;
        });
        return energies;
    }

    private static boolean isDiagonal(double[][] a) {
        for (int p = 0; p < a.length; p++) {
            for (int q = p + 1; q < a.length; q++) {
                if (!isNegligible(a, p, q)) return false;
            }
        }
        return true;
    }

    /** Relative to both diagonal elements: that is what keeps small eigenvalues accurate. */
    private static boolean isNegligible(double[][] a, int p, int q) {
        return Math.abs(a[p][q]) <= 0x1p-54 * Math.sqrt(Math.abs(a[p][p]) * Math.abs(a[q][q]));
    }

    private static void rotate(double[][] a, double[][] v, int p, int q) {
        if (a[p][q] == 0) return;
        double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(1 + theta * theta));
        double c = 1 / Math.sqrt(1 + t * t);
        double s = t * c;
        double pq = a[p][q];
        double pp = a[p][p] - t * pq;
        double qq = a[q][q] + t * pq;
        for (int k = 0; k < a.length; k++) {
            double kp = a[p][k];
            double kq = a[q][k];
            a[k][p] = a[p][k] = c * kp - s * kq;
            a[k][q] = a[q][k] = s * kp + c * kq;
        }
        a[p][p] = pp;
        a[q][q] = qq;
        a[p][q] = a[q][p] = 0;
        for (int k = 0; k < a.length; k++) {
            double kp = v[p][k];
            double kq = v[q][k];
            v[p][k] = c * kp - s * kq;
            v[q][k] = s * kp + c * kq;
        }
    }
}
