package org.gradus.federated.partition;

import org.gradus.federated.random.Keyed;

/** Shares that add up to 1. */
final class Proportions {
    private Proportions() {}

    /**
     * A draw of the symmetric Dirichlet distribution, for any alpha &gt; 0: computed with logarithms relative to the
     * largest, so that neither a tiny alpha (all mass on one) nor a huge one (all equal) gives 0/0.
     */
    static double[] dirichlet(double alpha, int n, Keyed random) {
        double[] logs = new double[n];
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            logs[i] = alpha < 1 ? alpha * logGamma(alpha + 1, random) - random.nextExponential() : logGamma(alpha, random);
            largest = Math.max(largest, logs[i]);
        }
        double unit = alpha < 1 ? alpha : 1;
        for (int i = 0; i < n; i++) logs[i] = StrictMath.exp((logs[i] - largest) / unit);
        return normalized(logs);
    }

    /** {@code (i + 1)^-exponent} for i = 0 .. n - 1, in random order. */
    static double[] powerLaw(double exponent, int n, Keyed random) {
        int[] rank = Shares.shuffled(n, random);
        double[] weights = new double[n];
        for (int i = 0; i < n; i++) weights[i] = StrictMath.pow(rank[i] + 1, -exponent);
        return normalized(weights);
    }

    private static double[] normalized(double[] weights) {
        double sum = 0;
        for (double weight : weights) sum += weight;
        for (int i = 0; i < weights.length; i++) weights[i] /= sum;
        return weights;
    }

    /**
     * The logarithm of a gamma draw with shape at least 1 (Marsaglia and Tsang 2000). A shape below 1 is one of shape + 1
     * times {@code U^{1/shape}}: of that, {@link #dirichlet} takes shape times the logarithm, which cannot overflow.
     */
    private static double logGamma(double shape, Keyed random) {
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double cube = 1 + c * x;
            if (cube <= 0) continue;
            double logV = 3 * StrictMath.log(cube);
            double logU = -random.nextExponential();
            if (logU < 0.5 * x * x + d * (1 - cube * cube * cube + logV)) return StrictMath.log(d) + logV;
        }
    }
}
