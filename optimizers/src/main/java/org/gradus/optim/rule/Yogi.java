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
 * Yogi.
 *
 * <pre>
 * mu &lt;- beta1 mu + (1 - beta1) g
 * nu &lt;- nu - (1 - beta2) sign(nu - g^2) g^2        (starts at initialAccumulator)
 * p  &lt;- p - lr mu / (sqrt(nu) + eps)
 * </pre>
 *
 * State: two arrays. Conventions: the paper's, without bias correction; optax corrects both moments
 * ({@code biasCorrection} true).
 */
@Entry(type = "yogi", about = "Adam whose second moment changes by at most the squared gradient",
        source = "Zaheer et al. 2018, Adaptive Methods for Nonconvex Optimization, NeurIPS, Algorithm 2")
public record Yogi(
        @Option(value = "0.01", about = "learning rate") Schedule lr,
        @Option(value = "0.9", about = "decay of the first moment, in [0, 1)") double beta1,
        @Option(value = "0.999", about = "decay of the second moment, in [0, 1)") double beta2,
        @Option(value = "0.001", about = "added to the denominator, >= 0") double eps,
        @Option(value = "1e-6", about = "where the second moment starts, >= 0") double initialAccumulator,
        @Option(value = "false", about = "divide the moments by 1 - beta^t") boolean biasCorrection) implements Rule {
    public Yogi {
        Rates.nonNegative("lr", lr);
        Require.decayRate("beta1", beta1);
        Require.decayRate("beta2", beta2);
        Require.nonNegative("eps", eps);
        Require.nonNegative("initialAccumulator", initialAccumulator);
    }

    public static Yogi of(double lr) {
        return of(Schedule.constant(lr));
    }

    public static Yogi of(Schedule lr) {
        return new Yogi(lr, 0.9, 0.999, 1e-3, 1e-6, false);
    }

    @Override
    public Expr direction(Trace t) {
        Expr g = t.gradient();
        Expr square = g.square();
        Expr mu = t.state("mu", m -> m.lerp(g, 1 - beta1));
        Expr nu = t.state("nu", initialAccumulator,
                v -> v.minus(v.minus(square).sign().times(square).times(1 - beta2)));
        Expr c1 = t.biasCorrection(beta1, biasCorrection);
        Expr c2 = t.biasCorrection(beta2, biasCorrection);
        return new Moments(mu, nu, c1, c2).step(t.schedule("lr", lr), eps, EpsPlace.OUTSIDE);
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.ELEMENTWISE, Trait.ODD);
    }
}
