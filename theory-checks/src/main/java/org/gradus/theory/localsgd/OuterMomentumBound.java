package org.gradus.theory.localsgd;

import java.util.Random;
import org.gradus.federated.rule.HeavyBall;
import org.gradus.optim.Optimizer;
import org.gradus.theory.About;
import org.gradus.theory.Provenance;
import org.gradus.theory.simulated.Separable;
import org.gradus.theory.simulated.Trajectory;

/** Theorem 2: outer heavy ball. That the condition as printed is not enough is {@link MomentumCondition}. */
final class OuterMomentumBound extends RateBound {
    @Override
    public About about() {
        return new About("local-sgd-t2", "Local SGD with outer momentum",
                "With g = gamma/(1-mu) and e = (g-1)_+ + 2 g mu/(1-mu), under eta L (1 + 2 H e) <= 1: E f(ybar) - f* <="
                        + " D^2/(2 g eta R H) + (eta sigma^2/(2M)) (1 + 2 e) + (1/4) L eta^2 sigma^2 (H-1) (1-1/M).",
                "Khaled et al., arXiv 2509.10439, Theorem 2; constants and condition derived here", Provenance.DERIVED,
                "f convex and L-smooth, equal nodes", "unbiased independent noise of variance sigma^2",
                "the strict step condition", "outer heavy ball");
    }

    @Override
    Optimizer outer(Trial t) {
        return HeavyBall.of(t.gamma(), t.momentum());
    }

    @Override
    double condition(Trial t) {
        return t.bounds().momentumCondition(t.eta(), t.gamma(), t.momentum());
    }

    @Override
    double bound(Trial t) {
        return t.bounds().momentum(t.eta(), t.gamma(), t.momentum(), t.onQuadratic());
    }

    @Override
    double gap(Separable problem, Trajectory run) {
        return problem.gap(run.meanIterate());
    }

    @Override
    double[] outerRates(Random random) {
        return new double[] {new double[] {0.1, 0.5, 1, 3}[random.nextInt(4)],
            new double[] {0, 0.3, 0.9}[random.nextInt(3)]};
    }

    /** Stable up to {@code gamma (1-a) < 2 (1+mu)}. */
    @Override
    Trial beyond(Trial t) {
        return t.withRates(t.eta(), 12, 0.5);
    }
}
