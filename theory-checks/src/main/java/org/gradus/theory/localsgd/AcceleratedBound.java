package org.gradus.theory.localsgd;

import java.util.Random;
import org.gradus.federated.rule.Accelerated;
import org.gradus.optim.Optimizer;
import org.gradus.theory.About;
import org.gradus.theory.Provenance;
import org.gradus.theory.simulated.Separable;
import org.gradus.theory.simulated.Trajectory;

/** Theorem 3: the accelerated outer method. */
final class AcceleratedBound extends RateBound {
    @Override
    public About about() {
        return new About("local-sgd-t3", "Local SGD with an accelerated outer method",
                "Under 2 L eta <= 1 and gamma <= 1: E f(u_R) - f* <= 2 D^2/(gamma eta H R (R+1)) + ((R+2)/3) (eta"
                        + " sigma^2/(2M) + L eta^2 sigma^2 (H+1)/(4M) + drift), the drift being (1-1/M) (H-1) (L eta^2"
                        + " sigma^2/4 + L^2 eta^3 sigma^2 (H+1)/6), 0 on quadratics.",
                "Khaled et al., arXiv 2509.10439, Theorem 3; recursion completed and constants derived here",
                Provenance.DERIVED, "f convex and L-smooth, equal nodes", "unbiased independent noise of variance sigma^2",
                "2 L eta <= 1, gamma <= 1");
    }

    @Override
    Optimizer outer(Trial t) {
        return Accelerated.of(t.gamma());
    }

    @Override
    double condition(Trial t) {
        return Math.max(2 * t.eta(), t.gamma());
    }

    @Override
    double bound(Trial t) {
        return t.bounds().accelerated(t.eta(), t.gamma(), t.onQuadratic());
    }

    @Override
    double gap(Separable problem, Trajectory run) {
        return problem.gap(run.point());
    }

    @Override
    public Trial draw(long seed, int size) {
        Random random = new Random(seed);
        double[] rates = outerRates(random);
        return Trial.draw(seed, size, false).withRates(new double[] {0.05, 0.2, 0.5}[random.nextInt(3)], rates[0], 0);
    }

    @Override
    double[] outerRates(Random random) {
        return new double[] {new double[] {0.3, 0.7, 1}[random.nextInt(3)], 0};
    }

    @Override
    Trial beyond(Trial t) {
        return t.withRates(t.eta(), 12, 0);
    }
}
