package org.gradus.federated.noise;

import org.gradus.federated.random.Keyed;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;

/**
 * {@code +-magnitude} with the given probability, else 0: {@code E|X|^p = probability magnitude^p}. By norm and with
 * probability 1 it is uniform on the sphere of that radius: noise that is bounded almost surely, and exactly so.
 */
@Entry(type = "sparse-spikes", about = "rare spikes of one size and either sign; by norm at probability 1 a sphere")
public record SparseSpikes(
        @Option(about = "of a spike, in [0, 1]") double probability,
        @Option(about = "size of a spike, >= 0") double magnitude,
        @Option(value = "1", about = "factor of every draw, >= 0") double scale,
        @Option(value = "coordinate", about = "what a draw is: see By") By by) implements ScaledLaw {
    public SparseSpikes {
        Require.fraction("probability", probability);
        Require.nonNegative("magnitude", magnitude);
        Require.nonNegative("scale", scale);
    }

    @Override
    public double draw(Keyed random) {
        return random.nextDouble() < probability ? random.nextSign() * magnitude : 0;
    }

    @Override
    public double unitMoment(double order) {
        return probability * Math.pow(magnitude, order);
    }
}
