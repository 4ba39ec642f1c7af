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
 * NAdam.
 *
 * <pre>
 * m_t = beta1 (1 - 0.5 * 0.96^(t momentumDecay)),  P_t = m_1 ... m_t
 * mu, nu as in Adam
 * p  &lt;- p - lr ((1 - m_t) g / (1 - P_t) + m_(t+1) mu / (1 - P_(t+1))) / (sqrt(nu / (1 - beta2^t)) + eps)
 * </pre>
 *
 * State: two arrays and the product of momenta. Conventions: PyTorch's. optax's {@code nadam} and DL4J's {@code Nadam}
 * keep beta1 fixed, which is {@code momentumDecay} 0 with beta1 doubled in this formula: it is not offered.
 */
@Entry(type = "nadam", about = "Adam with Nesterov's look-ahead",
        source = "Dozat 2016, Incorporating Nesterov Momentum into Adam, Algorithm 2")
public record NAdam(
        @Option(value = "0.002", about = "learning rate") Schedule lr,
        @Option(value = "0.9", about = "decay of the first moment, in [0, 1)") double beta1,
        @Option(value = "0.999", about = "decay of the second moment, in [0, 1)") double beta2,
        @Option(value = "1e-8", about = "added to the denominator, >= 0") double eps,
        @Option(value = "0.004", about = "warms beta1 up: mu_t = beta1 (1 - 0.5 * 0.96^(t momentumDecay))") double momentumDecay,
        @Option(value = "0", about = "L2 regularization: weightDecay * parameter is added to the gradient") Schedule weightDecay) implements Rule {
    public NAdam {
        Rates.nonNegative("lr", lr);
        Rates.nonNegative("weightDecay", weightDecay);
        Require.decayRate("beta1", beta1);
        Require.decayRate("beta2", beta2);
        Require.nonNegative("eps", eps);
        Require.nonNegative("momentumDecay", momentumDecay);
    }

    public static NAdam of(double lr) {
        return of(Schedule.constant(lr));
    }

    public static NAdam of(Schedule lr) {
        return new NAdam(lr, 0.9, 0.999, 1e-8, 0.004, Schedule.constant(0));
    }

    @Override
    public Expr direction(Trace t) {
        Expr g = Decay.coupled(t, weightDecay);
        Expr now = momentum(t, t.step());
        Expr next = momentum(t, t.step().plus(1));
        Expr product = t.scalar("momentumProduct", 1, p -> p.times(now));
        Expr mu = t.state("mu", m -> m.lerp(g, 1 - beta1));
        Expr nu = t.state("nu", v -> v.lerp(g.square(), 1 - beta2));
        Expr root = nu.over(t.biasCorrection(beta2, true)).sqrt();
        Expr one = t.constant(1);
        Expr ahead = g.times(one.minus(now).over(one.minus(product)))
                .plus(mu.times(next.over(one.minus(product.times(next)))));
        return Moments.quotient(ahead, root, eps).times(t.schedule("lr", lr));
    }

    private Expr momentum(Trace t, Expr step) {
        Expr decay = t.constant(0.96).power(step.times(momentumDecay));
        return t.constant(1).minus(decay.times(0.5)).times(beta1);
    }

    @Override
    public Set<Trait> traits() {
        return Decay.isZero(weightDecay) ? Set.of(Trait.ELEMENTWISE, Trait.SCALE_INVARIANT, Trait.ODD)
                : Set.of(Trait.ELEMENTWISE);
    }
}
