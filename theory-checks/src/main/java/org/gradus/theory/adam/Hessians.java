package org.gradus.theory.adam;

import java.util.SplittableRandom;
import org.gradus.theory.Draws;

/** Families of Hessians with a prescribed spectrum or diagonal; drawn as {@link Draws} draws. */
final class Hessians {
    /** Off-diagonal mass of a row relative to its diagonal, at most. */
    private static final double COUPLING = 0.5;

    private Hessians() {}

    /** Row-diagonally dominant: {@code Q_ii = lam_i, Q_ij = u min(lam_i, lam_j) / (2 (d-1))} with u in [-1, 1). */
    static double[][] diagonallyDominant(int d, double kappa, long seed) {
        double[] lam = Draws.logSpaced(d, kappa);
        double[][] q = coupled(d, seed);
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) q[i][j] = i == j ? lam[i] : q[i][j] * Math.min(lam[i], lam[j]) / (d - 1);
        }
        return q;
    }

    /** Dominant after scaling only: {@code Q = L^1/2 (I + E) L^1/2}, {@code E_ij = u / (2 (d-1))}. */
    static double[][] scaledDominant(int d, double kappa, long seed) {
        double[] lam = Draws.logSpaced(d, kappa);
        double[][] q = coupled(d, seed);
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                double e = i == j ? 1 : q[i][j] / (d - 1);
                q[i][j] = Math.sqrt(lam[i]) * e * Math.sqrt(lam[j]);
            }
        }
        return q;
    }

    /** {@code U diag(lam) U'} with U of {@link Draws#orthogonal} and a log-spaced spectrum. */
    static double[][] rotated(int d, double kappa, long seed) {
        return rotated(Draws.logSpaced(d, kappa), seed);
    }

    static double[][] rotated(double[] spectrum, long seed) {
        int d = spectrum.length;
        double[][] u = Draws.orthogonal(d, seed);
        double[][] q = new double[d][d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                for (int k = 0; k < d; k++) q[i][j] += u[i][k] * spectrum[k] * u[j][k];
            }
        }
        return symmetric(q);
    }

    /** Equal correlations: {@code (1-r) I + r 11'} with the r that gives the condition number. */
    static double[][] equicorrelated(int d, double kappa) {
        double r = (kappa - 1) / (kappa - 1 + d);
        double[][] q = new double[d][d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) q[i][j] = i == j ? 1 : r;
        }
        return q;
    }

    /** Circulant, with a random symmetric spectrum in [1, 100]. */
    static double[][] circulant(int d, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] spectrum = new double[d];
        for (int k = 0; k <= d / 2; k++) spectrum[k] = spectrum[(d - k) % d] = 1 + 99 * random.nextDouble();
        double[] first = new double[d];
        for (int i = 0; i < d; i++) {
            for (int k = 0; k < d; k++) first[i] += spectrum[k] * Math.cos(2 * Math.PI * i * k / d) / d;
        }
        double[][] q = new double[d][d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) q[i][j] = first[Math.abs(i - j)];
        }
        return q;
    }

    /** Blocks along the diagonal, each rotated on its own: block l of instance s by the seed 7000 + 10 s + l. */
    static double[][] blocks(double[][] spectra, long s) {
        int d = 0;
        for (double[] spectrum : spectra) d += spectrum.length;
        double[][] q = new double[d][d];
        int at = 0;
        for (int l = 0; l < spectra.length; l++) {
            double[][] block = rotated(spectra[l], 7000 + 10 * s + l);
            for (int i = 0; i < block.length; i++) System.arraycopy(block[i], 0, q[at + i], at, block.length);
            at += block.length;
        }
        return q;
    }

    /** {@code diag(1, kappa)} turned by an angle in degrees. */
    static double[][] planar(double kappa, double degrees) {
        double c = Math.cos(Math.toRadians(degrees));
        double s = Math.sin(Math.toRadians(degrees));
        double off = c * s * (1 - kappa);
        return new double[][] {{c * c + kappa * s * s, off}, {off, s * s + kappa * c * c}};
    }

    /** Symmetric numbers {@code u/2} off the diagonal, drawn row by row above it. */
    private static double[][] coupled(int d, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] q = new double[d][d];
        for (int i = 0; i < d; i++) {
            for (int j = i + 1; j < d; j++) q[i][j] = q[j][i] = COUPLING * (2 * random.nextDouble() - 1);
        }
        return q;
    }

    private static double[][] symmetric(double[][] q) {
        for (int i = 0; i < q.length; i++) {
            for (int j = i + 1; j < q.length; j++) q[i][j] = q[j][i] = (q[i][j] + q[j][i]) / 2;
        }
        return q;
    }
}
