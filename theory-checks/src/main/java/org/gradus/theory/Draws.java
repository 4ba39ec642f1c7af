package org.gradus.theory;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Random vectors and matrices that any language can draw again: SplitMix64 and textbook transforms, nothing of a library's
 * own. Claims number their instances from 0; starts have the seed 1000 + s, matrices 5000 + s.
 */
public final class Draws {
    private Draws() {}

    /** Uniform on [-1, 1), in index order: the start of instance s is {@code uniform(d, 1000 + s)}. */
    public static double[] uniform(int d, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[d];
        Arrays.setAll(values, i -> 2 * random.nextDouble() - 1);
        return values;
    }

    /** The error that instance s starts from. */
    public static double[] start(int d, long s) {
        return uniform(d, 1000 + s);
    }

    /** Standard normal, by Box and Muller in pairs (cosine, sine). */
    public static double[] gaussian(int n, long seed) {
        return gaussian(n, new SplittableRandom(seed));
    }

    /** The next ones of a generator. */
    public static double[] gaussian(int n, SplittableRandom random) {
        double[] values = new double[n];
        for (int i = 0; i < n; i += 2) {
            double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
            double angle = 2 * Math.PI * random.nextDouble();
            values[i] = radius * Math.cos(angle);
            if (i + 1 < n) values[i + 1] = radius * Math.sin(angle);
        }
        return values;
    }

    /** An orthogonal matrix, by rows: Gram-Schmidt, twice for accuracy, on the columns of a Gaussian matrix. */
    public static double[][] orthogonal(int d, long seed) {
        return orthogonal(d, new SplittableRandom(seed));
    }

    /** From the next numbers of a generator. */
    public static double[][] orthogonal(int d, SplittableRandom random) {
        double[] gaussian = gaussian(d * d, random);
        double[][] columns = new double[d][d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) columns[j][i] = gaussian[i * d + j];
        }
        for (int j = 0; j < d; j++) {
            for (int pass = 0; pass < 2; pass++) {
                for (int k = 0; k < j; k++) add(columns[j], -dot(columns[k], columns[j]), columns[k]);
            }
            double norm = Math.sqrt(dot(columns[j], columns[j]));
            for (int i = 0; i < d; i++) columns[j][i] /= norm;
        }
        double[][] rows = new double[d][d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) rows[i][j] = columns[j][i];
        }
        return rows;
    }

    /** {@code kappa^(i/(d-1))}: from 1 to kappa at equal ratios. */
    public static double[] logSpaced(int d, double kappa) {
        double[] values = new double[d];
        Arrays.setAll(values, i -> d == 1 ? 1 : Math.pow(kappa, i / (double) (d - 1)));
        return values;
    }

    /** The condition numbers 10, 100, ..., 10^n in turn. */
    public static double kappa(long s, int n) {
        return Math.pow(10, 1 + Math.floorMod(s, n));
    }

    public static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static void add(double[] a, double factor, double[] b) {
        for (int i = 0; i < a.length; i++) a[i] += factor * b[i];
    }
}
