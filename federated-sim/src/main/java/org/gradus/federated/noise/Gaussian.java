package org.gradus.federated.noise;

import org.apache.commons.math3.special.Gamma;
import org.gradus.federated.random.Keyed;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;

/** N(0, scale^2): {@code E|X|^p = 2^{p/2} Gamma((p + 1)/2) / sqrt(pi)} at scale 1. */
@Entry(type = "gaussian", about = "normal noise: every moment exists")
public record Gaussian(
        @Option(value = "1", about = "standard deviation of a draw, >= 0") double scale,
        @Option(value = "coordinate", about = "what a draw is: see By") By by) implements ScaledLaw {
    public Gaussian {
        Require.nonNegative("scale", scale);
    }

    @Override
    public double draw(Keyed random) {
        return random.nextGaussian();
    }

    /** The same as inherited, with the draw inside the loop: this is the hot path of simulations with noise. */
    @Override
    public void addByCoordinate(double[] gradient, int from, int length, Keyed random) {
        for (int i = from; i < from + length; i++) gradient[i] += scale * random.nextGaussian();
    }

    @Override
    public double unitMoment(double order) {
        return Math.exp(order / 2 * Math.log(2) + Gamma.logGamma((order + 1) / 2)) / Math.sqrt(Math.PI);
    }
}
