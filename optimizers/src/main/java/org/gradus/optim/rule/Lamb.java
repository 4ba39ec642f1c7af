package org.gradus.optim.rule;

import java.util.Set;
import org.gradus.optim.Rule;
import org.gradus.optim.Trait;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;
import org.gradus.optim.program.Expr;
import org.gradus.optim.program.Reduction.Scope;
import org.gradus.optim.program.Trace;
import org.gradus.optim.schedule.Rates;
import org.gradus.optim.schedule.Schedule;

/**
 * LAMB.
 *
 * <pre>
 * r  = (mu / (1 - beta1^t)) / (sqrt(nu / (1 - beta2^t)) + eps) + weightDecay p
 * p &lt;- p - lr (||p|| / ||r||) r         for each tensor; the ratio is 1 where either norm is 0
 * </pre>
 *
 * State: two arrays. Two passes: one for the norms, one that writes.
 */
@Entry(type = "lamb", about = "Adam steps rescaled to the norm of each tensor, for large batches",
        source = "You et al. 2020, arXiv 1904.00962, Algorithm 2")
public record Lamb(
        @Option(value = "0.001", about = "learning rate") Schedule lr,
        @Option(value = "0.9", about = "decay of the first moment, in [0, 1)") double beta1,
        @Option(value = "0.999", about = "decay of the second moment, in [0, 1)") double beta2,
        @Option(value = "1e-6", about = "added to the denominator, >= 0") double eps,
        @Option(value = "0", about = "added to the step before its norm is taken") Schedule weightDecay,
        @Option(value = "true", about = "divide the moments by 1 - beta^t") boolean biasCorrection) implements Rule {
    public Lamb {
        Rates.nonNegative("lr", lr);
        Rates.nonNegative("weightDecay", weightDecay);
        Require.decayRate("beta1", beta1);
        Require.decayRate("beta2", beta2);
        Require.nonNegative("eps", eps);
    }

    public static Lamb of(double lr) {
        return of(Schedule.constant(lr));
    }

    public static Lamb of(Schedule lr) {
        return new Lamb(lr, 0.9, 0.999, 1e-6, Schedule.constant(0), true);
    }

    @Override
    public Expr direction(Trace t) {
        Moments moments = Moments.of(t, t.gradient(), beta1, beta2, biasCorrection);
        Expr step = Decay.add(t, moments.step(t.constant(1), eps, EpsPlace.OUTSIDE), weightDecay);
        Expr parameterNorm = t.norm(t.parameter(), Scope.TENSOR);
        Expr stepNorm = t.norm(step, Scope.TENSOR);
        Expr zero = t.constant(0);
        Expr one = t.constant(1);
        Expr trust = zero.ifLess(parameterNorm, zero.ifLess(stepNorm, parameterNorm.over(stepNorm), one), one);
        return step.times(trust.times(t.schedule("lr", lr)));
    }

    @Override
    public Set<Trait> traits() {
        return Decay.isZero(weightDecay) ? Set.of(Trait.SCALE_INVARIANT, Trait.ODD) : Set.of(Trait.SCALE_INVARIANT);
    }
}
