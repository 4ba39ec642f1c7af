package org.gradus.federated.rule;

import org.gradus.optim.program.Expr;
import org.gradus.optim.program.Trace;
import org.gradus.optim.schedule.Schedule;

/** What the adaptive outer rules share: where the second moment starts, and the step. */
final class FedOpt {
    private FedOpt() {}

    /** The start of the second moment: as given, or (NaN) eps^2 as in the paper, or 0 if moments are corrected. */
    static double start(double initialAccumulator, double eps, boolean biasCorrection) {
        if (!Double.isNaN(initialAccumulator)) return initialAccumulator;
        return biasCorrection ? 0 : eps * eps;
    }

    static Expr correction(Trace t, double beta, boolean corrected) {
        return corrected ? t.constant(1).minus(t.constant(beta).power(t.step())) : t.constant(1);
    }

    /** {@code lr (mu / c1) / (sqrt(nu / c2) + eps)}, with 0/0 = 0. */
    static Expr step(Trace t, Schedule lr, Expr mu, Expr c1, Expr nu, Expr c2, double eps) {
        Expr scaled = mu.times(t.schedule("lr", lr).over(c1));
        return scaled.overOrZero(nu.over(c2).sqrt().plus(eps));
    }
}
