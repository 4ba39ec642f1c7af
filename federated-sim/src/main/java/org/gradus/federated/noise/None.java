package org.gradus.federated.noise;

import java.util.OptionalDouble;
import org.gradus.federated.random.Keyed;
import org.gradus.optim.option.Entry;

/** Gradients as they are. */
@Entry(type = "none", about = "no noise: gradients as they are")
public record None() implements Noise {
    @Override
    public void add(double[] gradient, int from, int length, Keyed random) {}

    @Override
    public double variance(int dimension) {
        return 0;
    }

    @Override
    public OptionalDouble absoluteMoment(double order) {
        return OptionalDouble.of(0);
    }
}
