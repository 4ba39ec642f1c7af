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
 * Adadelta.
 *
 * <pre>
 * nu    &lt;- beta2 nu + (1 - beta2) g^2
 * s      = g sqrt(delta + eps) / sqrt(nu + eps)
 * delta &lt;- beta2 delta + (1 - beta2) s^2
 * p     &lt;- p - lr s
 * </pre>
 *
 * State: two arrays. Conventions: the paper's and everyone's; {@code beta2} is rho elsewhere.
 */
@Entry(type = "adadelta", about = "steps in the units of the parameter, no rate to tune",
        source = "Zeiler 2012, arXiv 1212.5701, Algorithm 1")
public record Adadelta(
        @Option(value = "1.0", about = "learning rate") Schedule lr,
        @Option(value = "0.9", about = "decay of the second moment, in [0, 1)") double beta2,
        @Option(value = "1e-6", about = "added to the denominator, >= 0") double eps,
        @Option(value = "0", about = "L2 regularization: weightDecay * parameter is added to the gradient") Schedule weightDecay) implements Rule {
    public Adadelta {
        Rates.nonNegative("lr", lr);
        Rates.nonNegative("weightDecay", weightDecay);
        Require.decayRate("beta2", beta2);
        Require.positive("eps", eps);
    }

    public static Adadelta of(double lr) {
        return of(Schedule.constant(lr));
    }

    public static Adadelta of(Schedule lr) {
        return new Adadelta(lr, 0.9, 1e-6, Schedule.constant(0));
    }

    @Override
    public Expr direction(Trace t) {
        Expr g = Decay.coupled(t, weightDecay);
        Expr nu = t.state("nu", v -> v.lerp(g.square(), 1 - beta2));
        Expr[] step = new Expr[1];
        t.state("delta", d -> {
            step[0] = g.times(d.plus(eps).sqrt().over(nu.plus(eps).sqrt()));
            return d.lerp(step[0].square(), 1 - beta2);
        });
        return step[0].times(t.schedule("lr", lr));
    }

    @Override
    public Set<Trait> traits() {
        return Decay.isZero(weightDecay) ? Set.of(Trait.ELEMENTWISE, Trait.ODD) : Set.of(Trait.ELEMENTWISE);
    }
}
