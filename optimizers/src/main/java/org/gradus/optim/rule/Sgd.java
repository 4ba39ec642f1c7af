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
 * Stochastic gradient descent.
 *
 * <pre>
 * b &lt;- momentum b + (1 - dampening) g      (first step: b = g)
 * p &lt;- p - lr b                            (Nesterov: p - lr (g + momentum b))
 * </pre>
 *
 * State: none, or one array with momentum. Conventions: PyTorch's (dampening spares the first step; the rate is not
 * inside the buffer). optax's {@code trace} has no dampening; DL4J's {@code Nesterovs} keeps the rate inside its buffer,
 * which is the same path while the rate is constant.
 */
@Entry(type = "sgd", about = "stochastic gradient descent, with momentum, dampening, Nesterov's look-ahead",
        source = "Polyak 1964; Sutskever et al. 2013; conventions of PyTorch's SGD")
public record Sgd(
        @Option(about = "learning rate") Schedule lr,
        @Option(value = "0", about = "decay of the momentum buffer") Schedule momentum,
        @Option(value = "0", about = "the gradient enters the buffer times 1 - dampening, from the second step on") double dampening,
        @Option(value = "false", about = "step along gradient + momentum * buffer") boolean nesterov,
        @Option(value = "0", about = "L2 regularization: weightDecay * parameter is added to the gradient") Schedule weightDecay) implements Rule {
    public Sgd {
        Rates.nonNegative("lr", lr);
        Rates.decayRate("momentum", momentum);
        Rates.nonNegative("weightDecay", weightDecay);
        Require.fraction("dampening", dampening);
        Require.check(!nesterov || !Decay.isZero(momentum) && dampening == 0, "nesterov",
                "used with momentum and without dampening", "true");
    }

    public static Sgd of(double lr) {
        return of(Schedule.constant(lr));
    }

    public static Sgd of(Schedule lr) {
        return new Sgd(lr, Schedule.constant(0), 0, false, Schedule.constant(0));
    }

    @Override
    public Expr direction(Trace t) {
        Expr g = Decay.coupled(t, weightDecay);
        Expr lr = t.schedule("lr", this.lr);
        if (Decay.isZero(momentum)) return g.times(lr);
        Expr mu = t.schedule("momentum", momentum);
        Expr share = t.step().ifLess(t.constant(2), t.constant(1), t.constant(1 - dampening));
        Expr buffer = t.state("buffer", b -> b.times(mu).plus(g.times(share)));
        return (nesterov ? g.plus(buffer.times(mu)) : buffer).times(lr);
    }

    @Override
    public Set<Trait> traits() {
        return Decay.isZero(weightDecay) ? Set.of(Trait.ELEMENTWISE, Trait.ODD, Trait.ROTATION_EQUIVARIANT)
                : Set.of(Trait.ELEMENTWISE, Trait.ROTATION_EQUIVARIANT);
    }
}
