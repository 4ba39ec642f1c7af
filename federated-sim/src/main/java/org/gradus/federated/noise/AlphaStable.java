package org.gradus.federated.noise;

import org.apache.commons.math3.special.Gamma;
import org.gradus.federated.random.Keyed;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;

/**
 * Symmetric alpha-stable, characteristic function {@code exp(-|scale s|^alpha)}: sums keep the law. alpha = 2 is normal with
 * variance 2 scale^2, alpha = 1 is Cauchy. {@code E|X|^p = 2^p Gamma((1 + p)/2) Gamma(1 - p/alpha) / (sqrt(pi)
 * Gamma(1 - p/2))} for p &lt; alpha &lt; 2 (Nikias and Shao 1995).
 */
@Entry(type = "alpha-stable", about = "symmetric stable noise: sums keep the law, no variance below alpha = 2",
        source = "draws: Chambers, Mallows and Stuck 1976")
public record AlphaStable(
        @Option(about = "stability index, in (0, 2]; 2 is normal, 1 is Cauchy") double alpha,
        @Option(value = "1", about = "factor of every draw, >= 0") double scale,
        @Option(value = "coordinate", about = "what a draw is: see By") By by) implements ScaledLaw {
    public AlphaStable {
        Require.check(alpha > 0 && alpha <= 2, "alpha", "in (0, 2]", alpha);
        Require.nonNegative("scale", scale);
    }

    /**
     * {@code sin(alpha V) / cos(V)^{1/alpha} (cos((1 - alpha) V) / W)^{(1 - alpha)/alpha}} with V uniform on (-pi/2, pi/2)
     * and W exponential, with the powers of cos(V) gathered: one power, and never 0 times infinity.
     */
    @Override
    public double draw(Keyed random) {
        double v = Math.PI * (random.nextOpen() - 0.5);
        double w = random.nextExponential();
        double cos = StrictMath.cos(v);
        double base = StrictMath.cos((1 - alpha) * v) / (w * cos);
        return StrictMath.sin(alpha * v) / cos * StrictMath.pow(base, (1 - alpha) / alpha);
    }

    @Override
    public double unitMoment(double order) {
        if (alpha == 2) return new Gaussian(1, By.COORDINATE).unitMoment(order) * Math.pow(2, order / 2);
        if (order >= alpha) return Double.POSITIVE_INFINITY;
        return Math.exp(order * Math.log(2) + Gamma.logGamma((1 + order) / 2) + Gamma.logGamma(1 - order / alpha)
                - Gamma.logGamma(1 - order / 2)) / Math.sqrt(Math.PI);
    }
}
