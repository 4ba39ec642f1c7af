package org.gradus.federated.array;

import org.gradus.optim.program.Op;
import org.gradus.optim.program.Reduction;

/**
 * Operations of a program on columns: one loop an operation over the first n entries, which the JVM's compiler turns
 * into vector instructions. Every operation is exactly rounded, so results are those of any other executor.
 */
final class Columns {
    private Columns() {}

    static void apply(Op op, double[] a, double[] b, double[] c, double[] d, double[] r, int n) {
        switch (op) {
            case ADD -> {
                for (int i = 0; i < n; i++) r[i] = a[i] + b[i];
            }
            case SUBTRACT -> {
                for (int i = 0; i < n; i++) r[i] = a[i] - b[i];
            }
            case MULTIPLY -> {
                for (int i = 0; i < n; i++) r[i] = a[i] * b[i];
            }
            case DIVIDE -> {
                for (int i = 0; i < n; i++) r[i] = a[i] / b[i];
            }
            case MIN -> {
                for (int i = 0; i < n; i++) r[i] = Math.min(a[i], b[i]);
            }
            case MAX -> {
                for (int i = 0; i < n; i++) r[i] = Math.max(a[i], b[i]);
            }
            case NEGATE -> {
                for (int i = 0; i < n; i++) r[i] = -a[i];
            }
            case ABS -> {
                for (int i = 0; i < n; i++) r[i] = Math.abs(a[i]);
            }
            case SIGN -> {
                for (int i = 0; i < n; i++) r[i] = Math.signum(a[i]);
            }
            case SQRT -> {
                for (int i = 0; i < n; i++) r[i] = Math.sqrt(a[i]);
            }
            case SELECT -> {
                for (int i = 0; i < n; i++) r[i] = a[i] < b[i] ? c[i] : d[i];
            }
            default -> throw new IllegalStateException(op + " is no operation on elements");
        }
    }

    /** Takes n numbers into a sum of squares, a sum or a maximum; four partial sums hide the latency of addition. */
    static double reduce(Reduction.Kind kind, double before, double[] x, int n) {
        if (kind == Reduction.Kind.MAX) {
            double largest = before;
            for (int i = 0; i < n; i++) largest = Math.max(largest, x[i]);
            return largest;
        }
        boolean squares = kind == Reduction.Kind.SUM_OF_SQUARES;
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 4 <= n; i += 4) {
            s0 += squares ? x[i] * x[i] : x[i];
            s1 += squares ? x[i + 1] * x[i + 1] : x[i + 1];
            s2 += squares ? x[i + 2] * x[i + 2] : x[i + 2];
            s3 += squares ? x[i + 3] * x[i + 3] : x[i + 3];
        }
        for (; i < n; i++) s0 += squares ? x[i] * x[i] : x[i];
        return before + ((s0 + s1) + (s2 + s3));
    }

    static double start(Reduction.Kind kind) {
        return kind == Reduction.Kind.MAX ? Double.NEGATIVE_INFINITY : 0;
    }
}
