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
 * RMSProp.
 *
 * <pre>
 * nu &lt;- beta2 nu + (1 - beta2) g^2
 * p  &lt;- p - lr g / (sqrt(nu) + eps)                    (centered: nu - mean^2 in place of nu)
 * with momentum:  b &lt;- momentum b + g / (sqrt(nu) + eps),  p &lt;- p - lr b
 * </pre>
 *
 * State: one array, one more if centered, one more with momentum. Conventions: PyTorch's ({@code alpha} is beta2 here).
 * optax and DL4J have eps inside the root and decay 0.9 and 0.95.
 */
@Entry(type = "rmsprop", about = "gradients over a running root mean square",
        source = "Hinton 2012, Neural Networks for Machine Learning, lecture 6e; centered: Graves 2013, arXiv 1308.0850, eq. 38-45")
public record RmsProp(
        @Option(value = "0.01", about = "learning rate") Schedule lr,
        @Option(value = "0.99", about = "decay of the second moment, in [0, 1)") double beta2,
        @Option(value = "1e-8", about = "added to the denominator, >= 0") double eps,
        @Option(value = "false", about = "subtract the squared mean gradient from the mean square") boolean centered,
        @Option(value = "0", about = "momentum on the scaled gradient") Schedule momentum,
        @Option(value = "0", about = "L2 regularization: weightDecay * parameter is added to the gradient") Schedule weightDecay,
        @Option(value = "outside", about = "outside: sqrt(nu) + eps; inside: sqrt(nu + eps)") EpsPlace epsPlace) implements Rule {
    public RmsProp {
        Rates.nonNegative("lr", lr);
        Rates.decayRate("momentum", momentum);
        Rates.nonNegative("weightDecay", weightDecay);
        Require.decayRate("beta2", beta2);
        Require.nonNegative("eps", eps);
        Require.check(epsPlace != EpsPlace.UNCORRECTED, "epsPlace", "outside or inside for rmsprop", "uncorrected");
    }

    public static RmsProp of(double lr) {
        return of(Schedule.constant(lr));
    }

    public static RmsProp of(Schedule lr) {
        return new RmsProp(lr, 0.99, 1e-8, false, Schedule.constant(0), Schedule.constant(0), EpsPlace.OUTSIDE);
    }

    @Override
    public Expr direction(Trace t) {
        Expr g = Decay.coupled(t, weightDecay);
        Expr lr = t.schedule("lr", this.lr);
        Expr nu = t.state("nu", v -> v.lerp(g.square(), 1 - beta2));
        Expr variance = nu;
        if (centered) {
            Expr mean = t.state("mean", m -> m.lerp(g, 1 - beta2));
            // A variance that rounding made negative is none.
            variance = nu.minus(mean.square()).max(t.constant(0));
        }
        Expr one = t.constant(1);
        Expr scaled = new Moments(g, variance, one, one).step(one, eps, epsPlace);
        if (Decay.isZero(momentum)) return scaled.times(lr);
        Expr mu = t.schedule("momentum", momentum);
        return t.state("buffer", b -> b.times(mu).plus(scaled)).times(lr);
    }

    @Override
    public Set<Trait> traits() {
        return Decay.isZero(weightDecay) ? Set.of(Trait.ELEMENTWISE, Trait.SCALE_INVARIANT, Trait.ODD)
                : Set.of(Trait.ELEMENTWISE);
    }
}
