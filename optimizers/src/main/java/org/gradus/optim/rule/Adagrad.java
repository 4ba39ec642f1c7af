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
 * Adagrad.
 *
 * <pre>
 * sum &lt;- sum + g^2        (starts at initialAccumulator)
 * p   &lt;- p - lr g / (sqrt(sum) + eps)
 * </pre>
 *
 * State: one array. Conventions: PyTorch's; its {@code lr_decay} is a schedule here. optax starts the sum at 0.1 and has
 * eps inside the root.
 */
@Entry(type = "adagrad", about = "rates that fall with the sum of squared gradients",
        source = "Duchi, Hazan and Singer 2011, JMLR 12, section 1.1, diagonal form")
public record Adagrad(
        @Option(value = "0.01", about = "learning rate") Schedule lr,
        @Option(value = "1e-10", about = "added to the denominator, >= 0") double eps,
        @Option(value = "0", about = "where the sum of squares starts, >= 0") double initialAccumulator,
        @Option(value = "0", about = "L2 regularization: weightDecay * parameter is added to the gradient") Schedule weightDecay) implements Rule {
    public Adagrad {
        Rates.nonNegative("lr", lr);
        Rates.nonNegative("weightDecay", weightDecay);
        Require.nonNegative("eps", eps);
        Require.nonNegative("initialAccumulator", initialAccumulator);
    }

    public static Adagrad of(double lr) {
        return of(Schedule.constant(lr));
    }

    public static Adagrad of(Schedule lr) {
        return new Adagrad(lr, 1e-10, 0, Schedule.constant(0));
    }

    @Override
    public Expr direction(Trace t) {
        Expr g = Decay.coupled(t, weightDecay);
        Expr sum = t.state("sum", initialAccumulator, s -> s.plus(g.square()));
        return Moments.quotient(g, sum.sqrt(), eps).times(t.schedule("lr", lr));
    }

    @Override
    public Set<Trait> traits() {
        return Decay.isZero(weightDecay) && initialAccumulator == 0
                ? Set.of(Trait.ELEMENTWISE, Trait.SCALE_INVARIANT, Trait.ODD)
                : Decay.isZero(weightDecay) ? Set.of(Trait.ELEMENTWISE, Trait.ODD) : Set.of(Trait.ELEMENTWISE);
    }
}
