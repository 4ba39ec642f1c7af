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
 * Schedule-Free SGD and AdamW: z takes the steps, x averages them, gradients are taken at y between them.
 *
 * <pre>
 * y = (1 - beta1) z + beta1 x                       (the parameters)
 * z &lt;- z - lr (u(g) + weightDecay y)                (u = g, or g / (sqrt(nu / (1 - beta2^t)) + eps))
 * x &lt;- (1 - c) x + c z,    c = w_t / (w_1 + ... + w_t),   w_t = t^r (largest rate so far)^weightPower
 * </pre>
 *
 * State: z, for adamw also nu, and two numbers. The parameters are y; the model to evaluate is x, which an evaluation
 * view computes as (y - (1 - beta1) z) / beta1. Conventions: the authors' code, step by step.
 */
@Entry(type = "schedule-free", about = "averaging in place of a schedule; evaluate in an evaluation view",
        source = "Defazio et al. 2024, arXiv 2405.15682, eq. 4-6; weights of the authors' code")
public record ScheduleFree(
        @Option(about = "learning rate") Schedule lr,
        @Option(value = "adamw", about = "sgd or adamw") Variant variant,
        @Option(value = "0.9", about = "interpolation between z (0) and the average x (1), in (0, 1)") double beta1,
        @Option(value = "0.999", about = "decay of the second moment, in [0, 1)") double beta2,
        @Option(value = "1e-8", about = "added to the denominator, >= 0") double eps,
        @Option(value = "0", about = "times the parameter (the point y), added to the step") Schedule weightDecay,
        @Option(value = "0", about = "steps of linear warm-up of the rate") long warmup,
        @Option(value = "0", about = "power of the step number in the weights") double r,
        @Option(value = "2", about = "power of the largest rate so far in the weights") double weightPower) implements Rule {
    public ScheduleFree {
        Rates.nonNegative("lr", lr);
        Rates.nonNegative("weightDecay", weightDecay);
        Require.check(beta1 > 0 && beta1 < 1, "beta1", "in (0, 1)", beta1);
        Require.decayRate("beta2", beta2);
        Require.nonNegative("eps", eps);
        Require.nonNegative("warmup", warmup);
        Require.finite("r", r);
        Require.finite("weightPower", weightPower);
    }

    /** The form of the step. */
    public enum Variant { SGD, ADAMW }

    public static ScheduleFree sgd(double lr) {
        return new ScheduleFree(Schedule.constant(lr), Variant.SGD, 0.9, 0.999, 1e-8, Schedule.constant(0), 0, 0, 2);
    }

    public static ScheduleFree adamW(double lr) {
        return new ScheduleFree(Schedule.constant(lr), Variant.ADAMW, 0.9, 0.999, 1e-8, Schedule.constant(0), 0, 0, 2);
    }

    @Override
    public Expr direction(Trace t) {
        Expr one = t.constant(1);
        Expr ramp = warmup == 0 ? one : t.step().over(warmup).min(one);
        Expr rate = t.schedule("lr", lr).times(ramp);
        Expr largest = t.scalar("largestRate", 0, l -> l.max(rate));
        Expr weight = t.step().power(t.constant(r)).times(largest.power(t.constant(weightPower)));
        Expr total = t.scalar("weightSum", 0, s -> s.plus(weight));
        Expr c = t.constant(0).ifLess(total, weight.over(total), t.constant(0));
        Expr step = Decay.add(t, scaled(t), weightDecay).times(rate);
        Expr[] z = new Expr[1];
        t.copyOfParameter("z", before -> {
            z[0] = before;
            return before.minus(step);
        });
        // x is not stored: y' = (1 - beta1) z' + beta1 ((1 - c) x + c z') = y - c (y - z) - (1 - beta1 (1 - c)) (z - z').
        return t.parameter().minus(z[0]).times(c).plus(step.times(one.minus(one.minus(c).times(beta1))));
    }

    private Expr scaled(Trace t) {
        Expr g = t.gradient();
        if (variant == Variant.SGD) return g;
        Expr nu = t.state("nu", v -> v.lerp(g.square(), 1 - beta2));
        return Moments.quotient(g, nu.over(t.biasCorrection(beta2, true)).sqrt(), eps);
    }

    @Override
    public Expr evaluationPoint(Trace t) {
        return t.parameter().minus(t.read("z").times(1 - beta1)).over(beta1);
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.ELEMENTWISE, Trait.EVALUATION_POINT_DIFFERS);
    }
}
