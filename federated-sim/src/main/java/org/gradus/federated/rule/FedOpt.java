package org.gradus.federated.rule;

import java.util.function.BinaryOperator;
import org.gradus.optim.option.Require;
import org.gradus.optim.program.Expr;
import org.gradus.optim.program.Trace;
import org.gradus.optim.schedule.Rates;
import org.gradus.optim.schedule.Schedule;

/** What the adaptive outer rules share: where the second moment starts, and the step. */
final class FedOpt {
    private FedOpt() {}

    /** The start of the second moment: as given, or (NaN) eps^2 as in the paper, or 0 if moments are corrected. */
    static double start(double initialAccumulator, double eps, boolean biasCorrection) {
        if (!Double.isNaN(initialAccumulator)) return initialAccumulator;
        return biasCorrection ? 0 : eps * eps;
    }

    /** The ranges of what the exponential rules share; the start of the second moment. */
    static double checkedStart(Schedule lr, double beta1, double beta2, double eps, double initialAccumulator,
            boolean biasCorrection) {
        Rates.nonNegative("lr", lr);
        Require.decayRate("beta1", beta1);
        Require.decayRate("beta2", beta2);
        Require.nonNegative("eps", eps);
        double start = start(initialAccumulator, eps, biasCorrection);
        Require.nonNegative("initialAccumulator", start);
        return start;
    }

    /**
     * {@code lr (mu / c1) / (sqrt(nu / c2) + eps)}, with 0/0 = 0; the rules differ in how nu takes the squared gradient.
     *
     * @param beta1 0: the gradient itself stands for mu, and there is no state for it
     * @param beta2 1: nu is a sum, which is never corrected
     * @param update nu and the squared gradient to the new nu
     */
    static Expr direction(Trace t, Schedule lr, double beta1, double beta2, double eps, double initialAccumulator,
            boolean biasCorrection, BinaryOperator<Expr> update) {
        Expr g = t.gradient();
        Expr square = g.square();
        Expr mu = beta1 == 0 ? g : t.state("mu", m -> m.lerp(g, 1 - beta1));
        Expr nu = t.state("nu", initialAccumulator, v -> update.apply(v, square));
        Expr c1 = t.biasCorrection(beta1, biasCorrection && beta1 > 0);
        Expr c2 = t.biasCorrection(beta2, biasCorrection && beta2 < 1);
        return mu.times(t.schedule("lr", lr).over(c1)).overOrZero(nu.over(c2).sqrt().plus(eps));
    }
}
