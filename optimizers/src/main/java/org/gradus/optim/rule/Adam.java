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
 * Adam.
 *
 * <pre>
 * mu &lt;- beta1 mu + (1 - beta1) g
 * nu &lt;- beta2 nu + (1 - beta2) g^2
 * p  &lt;- p - lr (mu / (1 - beta1^t)) / (sqrt(nu / (1 - beta2^t)) + eps)
 * </pre>
 *
 * State: two arrays. Conventions: PyTorch's and optax's by default; {@code epsPlace} gives optax's {@code eps_root} and
 * DL4J's form, whose first step for tiny gradients is about 16 times smaller.
 */
@Entry(type = "adam", about = "adaptive moments: the usual first choice",
        source = "Kingma and Ba 2015, arXiv 1412.6980, Algorithm 1")
public record Adam(
        @Option(value = "0.001", about = "learning rate") Schedule lr,
        @Option(value = "0.9", about = "decay of the first moment, in [0, 1)") double beta1,
        @Option(value = "0.999", about = "decay of the second moment, in [0, 1)") double beta2,
        @Option(value = "1e-8", about = "added to the denominator, >= 0") double eps,
        @Option(value = "0", about = "L2 regularization: weightDecay * parameter is added to the gradient") Schedule weightDecay,
        @Option(value = "true", about = "divide the moments by 1 - beta^t") boolean biasCorrection,
        @Option(value = "outside", about = "where eps stands: see EpsPlace") EpsPlace epsPlace) implements Rule {
    public Adam {
        Rates.nonNegative("lr", lr);
        Rates.nonNegative("weightDecay", weightDecay);
        Require.decayRate("beta1", beta1);
        Require.decayRate("beta2", beta2);
        Require.nonNegative("eps", eps);
    }

    public static Adam of(double lr) {
        return of(Schedule.constant(lr));
    }

    public static Adam of(Schedule lr) {
        return new Adam(lr, 0.9, 0.999, 1e-8, Schedule.constant(0), true, EpsPlace.OUTSIDE);
    }

    @Override
    public Expr direction(Trace t) {
        Moments moments = Moments.of(t, Decay.coupled(t, weightDecay), beta1, beta2, biasCorrection);
        return moments.step(t.schedule("lr", lr), eps, epsPlace);
    }

    @Override
    public Set<Trait> traits() {
        return Decay.isZero(weightDecay) ? Set.of(Trait.ELEMENTWISE, Trait.SCALE_INVARIANT, Trait.ODD)
                : Set.of(Trait.ELEMENTWISE);
    }
}
