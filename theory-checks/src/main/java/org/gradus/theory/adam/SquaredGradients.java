package org.gradus.theory.adam;

/**
 * Adam without momentum, {@code e_i -= alpha g_i / (sqrt(v_i) + eps)}, as a plain loop. Two ways to start v:
 *
 * <ul>
 * <li><b>seeded</b>: {@code v_0 = g_0^2}, then {@code v_k = b v_(k-1) + (1-b) g_k^2}: what the theorems are about, as it
 *     gives {@code v_k >= b^k g_0^2};
 * <li><b>corrected</b>: from {@code v = 0}, divided by {@code 1 - b^(k+1)}: Adam as libraries have it.
 * </ul>
 *
 * <p>A coordinate whose gradient is 0 stays. b = 1 seeded freezes the first gradient's scale; b = 0 is sign descent.
 */
final class SquaredGradients {
    private final Objective objective;
    private final double alpha;
    private final double b;
    private final double eps;
    private final boolean corrected;
    private final double[] e;
    private final double[] g;
    private final double[] v;
    private double value;
    private long updates;

    private SquaredGradients(Objective objective, double[] start, double alpha, double b, double eps, boolean corrected) {
        this.objective = objective;
        this.alpha = alpha;
        this.b = b;
        this.eps = eps;
        this.corrected = corrected;
        this.e = start.clone();
        this.g = new double[start.length];
        this.v = new double[start.length];
        this.value = objective.at(e, g);
        if (!corrected) {
            for (int i = 0; i < v.length; i++) v[i] = g[i] * g[i];
        }
    }

    static SquaredGradients seeded(Objective objective, double[] start, double alpha, double b) {
        return new SquaredGradients(objective, start, alpha, b, 0, false);
    }

    static SquaredGradients corrected(Objective objective, double[] start, double alpha, double b, double eps) {
        return new SquaredGradients(objective, start, alpha, b, eps, true);
    }

    /** {@code 1 - 1/K}, the decay of the theorems: an average over the K steps that they allow. */
    static double decay(long steps) {
        return 1 - 1.0 / steps;
    }

    void step() {
        if (corrected || updates > 0) {
            for (int i = 0; i < v.length; i++) v[i] = b * v[i] + (1 - b) * g[i] * g[i];
        }
        updates++;
        // 1 - b^k without cancellation where b is near 1.
        double correction = corrected ? -Math.expm1(updates * Math.log1p(-(1 - b))) : 1;
        for (int i = 0; i < e.length; i++) {
            if (g[i] != 0) e[i] -= alpha * g[i] / (Math.sqrt(v[i] / correction) + eps);
        }
        value = objective.at(e, g);
    }

    /**
     * Steps until the value is at most the share eps of the first. Returns the updates, or -1 if {@code cap} were not
     * enough.
     */
    long hit(double eps, long cap) {
        double target = eps * value;
        while (value > target) {
            if (updates >= cap || !(value < Double.POSITIVE_INFINITY)) return -1;
            step();
        }
        return updates;
    }

    double value() {
        return value;
    }

    long updates() {
        return updates;
    }

    /** The error, live. */
    double[] error() {
        return e;
    }

    /** {@code max |e_i|}. */
    double largestError() {
        double largest = 0;
        for (double x : e) largest = Math.max(largest, Math.abs(x));
        return largest;
    }
}
