package org.gradus.theory.simulated;

import org.gradus.federated.problem.Disturbance;
import org.gradus.federated.random.Keyed;
import org.gradus.federated.random.Purpose;
import org.gradus.optim.option.Require;

/** Noise of one length and uniform direction: bounded for certain, and of variance {@code radius^2}. */
public record Sphere(double radius) implements Disturbance {
    public Sphere {
        Require.nonNegative("radius", radius);
    }

    @Override
    public Local local() {
        Keyed random = Keyed.of(0, 0, 0, 0, Purpose.NOISE);
        return (s, gradient) -> {
            random.rekey(s.seed(), s.round(), s.client(), s.step(), Purpose.NOISE);
            double[] z = new double[gradient.length];
            random.fillGaussian(z, 0, z.length, 1);
            double squares = 0;
            for (double v : z) squares += v * v;
            // A hair below the radius, so that rounding does not carry it beyond.
            double factor = radius * (1 - 1e-12) / Math.sqrt(squares);
            for (int i = 0; i < z.length; i++) gradient[i] += factor * z[i];
        };
    }
}
