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
 * SignSGD; with momentum, Signum.
 *
 * <pre>
 * mu &lt;- momentum mu + (1 - momentum) g
 * p  &lt;- p - lr (sign(mu) + weightDecay p)
 * </pre>
 *
 * State: none, or one array with momentum.
 */
@Entry(type = "sign-sgd", about = "the sign of the gradient, or of its momentum (Signum)",
        source = "Bernstein et al. 2018, arXiv 1802.04434, Algorithms 1 and 2")
public record SignSgd(
        @Option(value = "0.001", about = "learning rate") Schedule lr,
        @Option(value = "0", about = "decay of the averaged gradient whose sign is taken (Signum), in [0, 1)") double momentum,
        @Option(value = "0", about = "decoupled: the parameter also shrinks by lr * weightDecay") Schedule weightDecay) implements Rule {
    public SignSgd {
        Rates.nonNegative("lr", lr);
        Rates.nonNegative("weightDecay", weightDecay);
        Require.decayRate("momentum", momentum);
    }

    public static SignSgd of(double lr) {
        return of(Schedule.constant(lr));
    }

    public static SignSgd of(Schedule lr) {
        return new SignSgd(lr, 0, Schedule.constant(0));
    }

    @Override
    public Expr direction(Trace t) {
        Expr g = t.gradient();
        Expr averaged = momentum == 0 ? g : t.state("mu", m -> m.lerp(g, 1 - momentum));
        return Decay.add(t, averaged.sign(), weightDecay).times(t.schedule("lr", lr));
    }

    @Override
    public Set<Trait> traits() {
        return Decay.isZero(weightDecay) ? Set.of(Trait.ELEMENTWISE, Trait.SCALE_INVARIANT, Trait.ODD)
                : Set.of(Trait.ELEMENTWISE, Trait.SCALE_INVARIANT);
    }
}
