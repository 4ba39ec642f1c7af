package org.gradus.federated.noise;

import org.gradus.federated.random.Keyed;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;

/** Symmetric Pareto: {@code P(|X| > s) = s^-alpha} for s &gt;= 1, {@code E|X|^p = alpha / (alpha - p)} for p &lt; alpha. */
@Entry(type = "pareto", about = "symmetric with an exact power tail; no draw is smaller than the scale")
public record Pareto(
        @Option(about = "exponent of the tail, > 0; no variance at 2 or less") double alpha,
        @Option(value = "1", about = "factor of every draw, >= 0") double scale,
        @Option(value = "coordinate", about = "what a draw is: see By") By by) implements ScaledLaw {
    public Pareto {
        Require.positive("alpha", alpha);
        Require.nonNegative("scale", scale);
    }

    @Override
    public double draw(Keyed random) {
        return random.nextSign() * StrictMath.pow(random.nextOpen(), -1 / alpha);
    }

    @Override
    public double unitMoment(double order) {
        return order >= alpha ? Double.POSITIVE_INFINITY : alpha / (alpha - order);
    }
}
