package org.gradus.federated.problem;

import org.gradus.federated.noise.Noise;
import org.gradus.federated.noise.None;
import org.gradus.federated.random.Keyed;
import org.gradus.federated.random.Purpose;

/** What a stochastic gradient adds to the expected one. */
public interface Disturbance {
    /** Work space for one thread. */
    Local local();

    interface Local {
        void add(Sample sample, double[] gradient);
    }

    /** Nothing: gradients are exact. */
    static Disturbance none() {
        return () -> null;
    }

    /** Draws of a law, keyed by seed, round, client and step. */
    static Disturbance of(Noise noise) {
        if (noise instanceof None) return none();
        return () -> {
            Keyed random = Keyed.of(0, 0, 0, 0, Purpose.NOISE);
            return (s, gradient) -> {
                random.rekey(s.seed(), s.round(), s.client(), s.step(), Purpose.NOISE);
                noise.add(gradient, 0, gradient.length, random);
            };
        };
    }

    /** Given vectors, by round, step and client. */
    static Disturbance recorded(double[][][][] noise) {
        return () -> (s, gradient) -> {
            double[] n = noise[(int) s.round()][s.step()][s.client()];
            for (int i = 0; i < n.length; i++) gradient[i] += n[i];
        };
    }
}
