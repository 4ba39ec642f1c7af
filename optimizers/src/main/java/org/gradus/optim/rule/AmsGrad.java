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
 * AMSGrad: Adam whose denominator uses the largest second moment so far.
 *
 * <pre>
 * mu, nu as in Adam;  nuMax &lt;- max(nuMax, nu)
 * p  &lt;- p - lr (mu / (1 - beta1^t)) / (sqrt(nuMax / (1 - beta2^t)) + eps)
 * </pre>
 *
 * State: three arrays. Conventions: PyTorch's: the maximum is over the uncorrected moment, which is corrected
 * afterwards. optax takes the maximum of corrected moments; the paper corrects nothing ({@code biasCorrection} false).
 */
@Entry(type = "amsgrad", about = "Adam with a second moment that never falls",
        source = "Reddi, Kale and Kumar 2018, arXiv 1904.09237, Algorithm 2")
public record AmsGrad(
        @Option(value = "0.001", about = "learning rate") Schedule lr,
        @Option(value = "0.9", about = "decay of the first moment, in [0, 1)") double beta1,
        @Option(value = "0.999", about = "decay of the second moment, in [0, 1)") double beta2,
        @Option(value = "1e-8", about = "added to the denominator, >= 0") double eps,
        @Option(value = "0", about = "L2 regularization: weightDecay * parameter is added to the gradient") Schedule weightDecay,
        @Option(value = "true", about = "divide the moments by 1 - beta^t") boolean biasCorrection,
        @Option(value = "outside", about = "where eps stands: see EpsPlace") EpsPlace epsPlace) implements Rule {
    public AmsGrad {
        Rates.nonNegative("lr", lr);
        Rates.nonNegative("weightDecay", weightDecay);
        Require.decayRate("beta1", beta1);
        Require.decayRate("beta2", beta2);
        Require.nonNegative("eps", eps);
    }

    public static AmsGrad of(double lr) {
        return of(Schedule.constant(lr));
    }

    public static AmsGrad of(Schedule lr) {
        return new AmsGrad(lr, 0.9, 0.999, 1e-8, Schedule.constant(0), true, EpsPlace.OUTSIDE);
    }

    @Override
    public Expr direction(Trace t) {
        Moments m = Moments.of(t, Decay.coupled(t, weightDecay), beta1, beta2, biasCorrection);
        Expr largest = t.state("nuMax", v -> v.max(m.nu()));
        return new Moments(m.mu(), largest, m.c1(), m.c2()).step(t.schedule("lr", lr), eps, epsPlace);
    }

    @Override
    public Set<Trait> traits() {
        return Decay.isZero(weightDecay) ? Set.of(Trait.ELEMENTWISE, Trait.SCALE_INVARIANT, Trait.ODD)
                : Set.of(Trait.ELEMENTWISE);
    }
}
