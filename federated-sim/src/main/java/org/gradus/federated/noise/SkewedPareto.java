package org.gradus.federated.noise;

import org.gradus.federated.random.Keyed;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;

/**
 * {@code U^{-1/alpha} - alpha/(alpha - 1)}: zero mean, a heavy tail on one side, so clipping it is biased. Variance
 * {@code alpha / ((alpha - 1)^2 (alpha - 2))} for alpha &gt; 2, first absolute moment {@code 2 m^{1 - alpha}/(alpha - 1)}
 * with {@code m = alpha/(alpha - 1)}.
 */
@Entry(type = "skewed-pareto", about = "zero mean with one heavy tail: the noise under which clipping is biased")
public record SkewedPareto(
        @Option(about = "exponent of the tail, > 1 so that there is a mean; no variance at 2 or less") double alpha,
        @Option(value = "1", about = "factor of every draw, >= 0") double scale,
        @Option(value = "coordinate", about = "what a draw is: see By") By by) implements ScaledLaw {
    public SkewedPareto {
        Require.check(alpha > 1 && Double.isFinite(alpha), "alpha", "a finite number > 1", alpha);
        Require.nonNegative("scale", scale);
    }

    @Override
    public double draw(Keyed random) {
        return StrictMath.pow(random.nextOpen(), -1 / alpha) - mean();
    }

    @Override
    public double unitMoment(double order) {
        if (order >= alpha) return Double.POSITIVE_INFINITY;
        if (order == 2) return alpha / ((alpha - 1) * (alpha - 1) * (alpha - 2));
        return order == 1 ? 2 * Math.pow(mean(), 1 - alpha) / (alpha - 1) : Double.NaN;
    }

    private double mean() {
        return alpha / (alpha - 1);
    }
}
