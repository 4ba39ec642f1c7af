package org.gradus.optim.rule;

import java.util.Set;
import org.gradus.optim.Rule;
import org.gradus.optim.Trait;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;
import org.gradus.optim.program.Expr;
import org.gradus.optim.program.Trace;
import org.gradus.optim.schedule.Rates;
import org.gradus.optim.schedule.Schedule;

/**
 * AdamW: the decay acts on the parameter, not through the moments.
 *
 * <pre>
 * mu &lt;- beta1 mu + (1 - beta1) g
 * nu &lt;- beta2 nu + (1 - beta2) g^2
 * p  &lt;- p - lr ((mu / (1 - beta1^t)) / (sqrt(nu / (1 - beta2^t)) + eps) + weightDecay p)
 * </pre>
 *
 * State: two arrays. Conventions: PyTorch's and optax's: the decay is multiplied by the rate. (The paper's Algorithm 2
 * multiplies it by the schedule's factor alone.)
 */
@Entry(type = "adamw", about = "Adam with decoupled weight decay",
        source = "Loshchilov and Hutter 2019, arXiv 1711.05101, Algorithm 2")
public record AdamW(
        @Option(value = "0.001", about = "learning rate") Schedule lr,
        @Option(value = "0.9", about = "decay of the first moment, in [0, 1)") double beta1,
        @Option(value = "0.999", about = "decay of the second moment, in [0, 1)") double beta2,
        @Option(value = "1e-8", about = "added to the denominator, >= 0") double eps,
        @Option(value = "0.01", about = "decoupled: the parameter also shrinks by lr * weightDecay") Schedule weightDecay,
        @Option(value = "true", about = "divide the moments by 1 - beta^t") boolean biasCorrection,
        @Option(value = "outside", about = "where eps stands: see EpsPlace") EpsPlace epsPlace) implements Rule {
    public AdamW {
        Rates.nonNegative("lr", lr);
        Rates.nonNegative("weightDecay", weightDecay);
        Require.decayRate("beta1", beta1);
        Require.decayRate("beta2", beta2);
        Require.nonNegative("eps", eps);
    }

    public static AdamW of(double lr) {
        return of(Schedule.constant(lr));
    }

    public static AdamW of(Schedule lr) {
        return new AdamW(lr, 0.9, 0.999, 1e-8, Schedule.constant(0.01), true, EpsPlace.OUTSIDE);
    }

    @Override
    public Expr direction(Trace t) {
        Expr lr = t.schedule("lr", this.lr);
        Expr step = Moments.of(t, t.gradient(), beta1, beta2, biasCorrection).step(lr, eps, epsPlace);
        return Decay.isZero(weightDecay) ? step
                : step.plus(t.parameter().times(t.schedule("weightDecay", weightDecay).times(lr)));
    }

    @Override
    public Set<Trait> traits() {
        return Decay.isZero(weightDecay) ? Set.of(Trait.ELEMENTWISE, Trait.SCALE_INVARIANT, Trait.ODD)
                : Set.of(Trait.ELEMENTWISE, Trait.SCALE_INVARIANT);
    }
}
