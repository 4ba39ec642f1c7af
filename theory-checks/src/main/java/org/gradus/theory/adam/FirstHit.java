package org.gradus.theory.adam;

/**
 * When a linear iteration reaches its target, in closed form: {@code F_k = sum_i weight_i factor_i^(2k)} falls with k
 * where no factor exceeds 1, so that the first k with {@code F_k <= eps F_0} is found by doubling and bisection; at
 * condition numbers of 1e6 it lies beyond what one would like to loop over.
 */
final class FirstHit {
    /** Beyond this the target counts as never reached. */
    static final long NEVER = 1L << 50;

    private FirstHit() {}

    /** The number of updates until the weighted sum has come down to the share eps; {@link #NEVER} if it does not. */
    static long of(double[] weight, double[] factor, double eps) {
        double target = eps * at(weight, factor, 0);
        long high = 1;
        while (at(weight, factor, high) > target) {
            high *= 2;
            if (high >= NEVER) return NEVER;
        }
        long low = high / 2;
        while (high - low > 1) {
            long middle = (low + high) / 2;
            if (at(weight, factor, middle) > target) low = middle;
            else high = middle;
        }
        return at(weight, factor, 0) <= target ? 0 : high;
    }

    /** {@code F_k}. */
    static double at(double[] weight, double[] factor, long k) {
        double sum = 0;
        for (int i = 0; i < weight.length; i++) {
            if (weight[i] != 0) sum += weight[i] * Math.pow(factor[i] * factor[i], k);
        }
        return sum;
    }

    /** The factors {@code 1 - rate * eigenvalue} of a gradient method. */
    static double[] factors(double rate, double[] eigenvalues) {
        double[] factors = new double[eigenvalues.length];
        for (int i = 0; i < factors.length; i++) factors[i] = 1 - rate * eigenvalues[i];
        return factors;
    }
}
