package org.gradus.federated.array;

import org.gradus.optim.program.Op;

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
}
