package org.gradus.optim.execute;

import java.util.Arrays;
import org.gradus.optim.program.Reduction.Kind;

/**
 * The order of summation: element i of a chunk goes to lane i mod 16, lanes are added in pairs, chunks in order. It
 * is the same for vector and plain kernels and for any number of threads, so a norm has the same bits everywhere.
 */
public final class Fold {
    public static final int LANES = 16;
    /** Elements of a chunk, which has one partial sum: the same whatever the machine and its load. */
    public static final int CHUNK = 1 << 14;

    private Fold() {}

    public static double start(Kind kind) {
        return kind == Kind.MAX ? Double.NEGATIVE_INFINITY : 0;
    }

    /**
     * Adds the first n elements of a heap block to 16 lanes that begin at {@code at}. Blocks begin at multiples of 16.
     */
    public static void block(Kind kind, Object block, int n, double[] lanes, int at) {
        if (block instanceof float[] x) block(kind, x, n, lanes, at);
        else block(kind, (double[]) block, n, lanes, at);
    }

    private static void block(Kind kind, float[] x, int n, double[] lanes, int at) {
        for (int i = 0; i < n; i += LANES) {
            int width = Math.min(LANES, n - i);
            switch (kind) {
                case SUM -> {
                    for (int j = 0; j < width; j++) lanes[at + j] += x[i + j];
                }
                case SUM_OF_SQUARES -> {
                    for (int j = 0; j < width; j++) lanes[at + j] += (double) x[i + j] * x[i + j];
                }
                default -> {
                    for (int j = 0; j < width; j++) lanes[at + j] = Math.max(lanes[at + j], x[i + j]);
                }
            }
        }
    }

    /** Loops of 16, a number that the compiler knows, become vector instructions. */
    private static void block(Kind kind, double[] x, int n, double[] lanes, int at) {
        int full = n - n % LANES;
        switch (kind) {
            case SUM -> {
                for (int i = 0; i < full; i += LANES) {
                    for (int j = 0; j < LANES; j++) lanes[at + j] += x[i + j];
                }
            }
            case SUM_OF_SQUARES -> {
                for (int i = 0; i < full; i += LANES) {
                    for (int j = 0; j < LANES; j++) lanes[at + j] += x[i + j] * x[i + j];
                }
            }
            default -> {
                for (int i = 0; i < full; i += LANES) {
                    for (int j = 0; j < LANES; j++) lanes[at + j] = Math.max(lanes[at + j], x[i + j]);
                }
            }
        }
        for (int i = full; i < n; i++) {
            double before = lanes[at + i - full];
            lanes[at + i - full] = switch (kind) {
                case SUM -> before + x[i];
                case SUM_OF_SQUARES -> before + x[i] * x[i];
                default -> Math.max(before, x[i]);
            };
        }
    }

    /** Adds x - x to a block of sums, element by element: a loop that C2 vectorizes, unlike one with a single sum. */
    static void finite(Object block, int n, Object sums) {
        if (block instanceof float[] x) {
            float[] sum = (float[]) sums;
            for (int i = 0; i < n; i++) sum[i] += x[i] - x[i];
        } else {
            double[] x = (double[]) block;
            double[] sum = (double[]) sums;
            for (int i = 0; i < n; i++) sum[i] += x[i] - x[i];
        }
    }

    /** The total of the first n sums of such a block, which is emptied: 0, or NaN. */
    static double total(Object sums, int n) {
        double total = 0;
        if (sums instanceof float[] sum) {
            for (int i = 0; i < n; i++) total += sum[i];
            if (total != 0) Arrays.fill(sum, 0);
        } else {
            double[] sum = (double[]) sums;
            for (int i = 0; i < n; i++) total += sum[i];
            if (total != 0) Arrays.fill(sum, 0);
        }
        return total;
    }

    /** One number from 16 lanes, which are used up. */
    public static double lanes(Kind kind, double[] lanes, int at) {
        for (int half = LANES / 2; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) lanes[at + i] = join(kind, lanes[at + i], lanes[at + i + half]);
        }
        return lanes[at];
    }

    /** One number from those of two chunks or two tensors. */
    public static double join(Kind kind, double a, double b) {
        return kind == Kind.MAX ? Math.max(a, b) : a + b;
    }
}
