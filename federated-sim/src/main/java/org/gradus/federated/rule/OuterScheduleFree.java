package org.gradus.federated.rule;

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
 * Schedule-Free SGD over rounds: z takes the steps, x averages them, clients start at y between the two.
 *
 * <pre>
 * z &lt;- z - lr g,    x &lt;- (1 - c) x + c z,    y &lt;- (1 - beta1) z + beta1 x      (y is what is broadcast)
 * c = 1/(t + 1) (paper: the start keeps its share of the average) or 1/t (code: it is dropped),  t = 1, 2, ...
 * </pre>
 *
 * State: z and x. The model to evaluate is x. {@link org.gradus.optim.rule.ScheduleFree} is the same method for single
 * machines; it weights by rates and keeps x implicit, which beta1 = 0 does not allow.
 */
@Entry(type = "schedule-free", about = "outer rule: averaging in place of a schedule; evaluate x",
        source = "Defazio et al. 2024, arXiv 2405.15682; as an outer optimizer: Khaled et al. 2025, arXiv 2509.10439")
public record OuterScheduleFree(
        @Option(value = "2", about = "outer rate") Schedule lr,
        @Option(value = "0.2", about = "interpolation between z (0) and the average x (1), in [0, 1]") double beta1,
        @Option(value = "paper",
                about = "weights of the average: paper, 1/(t+1); code, 1/t") Variant variant) implements Rule {
    public OuterScheduleFree {
        Rates.nonNegative("lr", lr);
        Require.fraction("beta1", beta1);
    }

    /** The weights of the average. */
    public enum Variant { PAPER, CODE }

    public static OuterScheduleFree of(double lr, double beta1, Variant variant) {
        return new OuterScheduleFree(Schedule.constant(lr), beta1, variant);
    }

    @Override
    public Expr direction(Trace t) {
        Expr step = t.gradient().times(t.schedule("lr", lr));
        Expr c = t.constant(1).over(variant == Variant.PAPER ? t.step().plus(1) : t.step());
        Expr z = t.copyOfParameter("z", before -> before.minus(step));
        Expr x = t.copyOfParameter("x", before -> before.times(t.constant(1).minus(c)).plus(z.times(c)));
        return t.parameter().minus(z.times(1 - beta1).plus(x.times(beta1)));
    }

    @Override
    public Expr evaluationPoint(Trace t) {
        return t.read("x");
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.ELEMENTWISE, Trait.EVALUATION_POINT_DIFFERS);
    }
}
