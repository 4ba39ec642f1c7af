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
 * Lion.
 *
 * <pre>
 * u   = sign(beta1 mu + (1 - beta1) g)
 * mu &lt;- beta2 mu + (1 - beta2) g
 * p  &lt;- p - lr (u + weightDecay p)
 * </pre>
 *
 * State: one array. Every element moves by exactly lr (and the decay), or not at all where the interpolation is zero.
 * Rates are 3 to 10 times smaller than Adam's (paper, section 5).
 */
@Entry(type = "lion", about = "the sign of an interpolated momentum",
        source = "Chen et al. 2023, arXiv 2302.06675, Algorithm 2")
public record Lion(
        @Option(value = "0.0001", about = "learning rate") Schedule lr,
        @Option(value = "0.9", about = "decay of the first moment, in [0, 1)") double beta1,
        @Option(value = "0.99", about = "decay of the second moment, in [0, 1)") double beta2,
        @Option(value = "0", about = "decoupled: the parameter also shrinks by lr * weightDecay") Schedule weightDecay) implements Rule {
    public Lion {
        Rates.nonNegative("lr", lr);
        Rates.nonNegative("weightDecay", weightDecay);
        Require.decayRate("beta1", beta1);
        Require.decayRate("beta2", beta2);
    }

    public static Lion of(double lr) {
        return of(Schedule.constant(lr));
    }

    public static Lion of(Schedule lr) {
        return new Lion(lr, 0.9, 0.99, Schedule.constant(0));
    }

    @Override
    public Expr direction(Trace t) {
        Expr g = t.gradient();
        Expr[] sign = new Expr[1];
        t.state("mu", m -> {
            sign[0] = m.lerp(g, 1 - beta1).sign();
            return m.lerp(g, 1 - beta2);
        });
        return Decay.add(t, sign[0], weightDecay).times(t.schedule("lr", lr));
    }

    @Override
    public Set<Trait> traits() {
        return Decay.isZero(weightDecay) ? Set.of(Trait.ELEMENTWISE, Trait.SCALE_INVARIANT, Trait.ODD)
                : Set.of(Trait.ELEMENTWISE, Trait.SCALE_INVARIANT);
    }
}
