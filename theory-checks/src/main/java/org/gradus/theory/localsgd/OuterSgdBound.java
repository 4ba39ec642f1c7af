package org.gradus.theory.localsgd;

import java.util.Random;
import org.gradus.optim.Optimizer;
import org.gradus.optim.rule.Sgd;
import org.gradus.theory.About;
import org.gradus.theory.Provenance;
import org.gradus.theory.simulated.Separable;
import org.gradus.theory.simulated.Trajectory;

/** Theorem 1: Local SGD with an outer rate. */
final class OuterSgdBound extends RateBound {
    @Override
    public About about() {
        return new About("local-sgd-t1", "Local SGD with an outer rate",
                "Under eta L (1 + 2 (gamma-1)_+ H) <= 1: E f(ybar) - f* <= D^2/(2 gamma eta R H) + (eta sigma^2/(2M)) (1 + 2"
                        + " (gamma-1)_+) + (1/4) L eta^2 sigma^2 (H-1) (1-1/M), the last term 0 on quadratics.",
                "Khaled et al., arXiv 2509.10439, Theorem 1; constants derived here", Provenance.DERIVED,
                "f convex and L-smooth, equal nodes", "unbiased independent noise of variance sigma^2",
                "the strict step condition");
    }

    @Override
    Optimizer outer(Trial t) {
        return Sgd.of(t.gamma());
    }

    @Override
    double condition(Trial t) {
        return t.bounds().sgdCondition(t.eta(), t.gamma());
    }

    @Override
    double bound(Trial t) {
        return t.bounds().sgd(t.eta(), t.gamma(), t.onQuadratic());
    }

    @Override
    double gap(Separable problem, Trajectory run) {
        return problem.gap(run.meanIterate());
    }

    @Override
    double[] outerRates(Random random) {
        return new double[] {new double[] {0.3, 1, 1.5, 3, 8}[random.nextInt(5)], 0};
    }

    @Override
    Trial beyond(Trial t) {
        return t.withRates(t.eta(), 8, 0);
    }
}
