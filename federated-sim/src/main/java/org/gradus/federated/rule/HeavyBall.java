package org.gradus.federated.rule;

import java.util.Set;
import org.gradus.optim.Rule;
import org.gradus.optim.Trait;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.program.Expr;
import org.gradus.optim.program.Trace;
import org.gradus.optim.schedule.Rates;
import org.gradus.optim.schedule.Schedule;

/**
 * Outer heavy ball.
 *
 * <pre>
 * x &lt;- x - lr g + momentum (x - previous),    previous &lt;- x before
 * </pre>
 *
 * State: the model before the last round, which starts as the model itself.
 */
@Entry(type = "heavy-ball",
        about = "outer rule: a step along the averaged displacement plus momentum of the model's own motion",
        source = "Polyak 1964; as an outer optimizer: Khaled et al. 2025, arXiv 2509.10439, Theorem 2")
public record HeavyBall(
        @Option(value = "1", about = "outer rate; 1 with momentum 0 is plain averaging") Schedule lr,
        @Option(value = "0.9", about = "weight of the last motion, in [0, 1)") Schedule momentum) implements Rule {
    public HeavyBall {
        Rates.nonNegative("lr", lr);
        Rates.decayRate("momentum", momentum);
    }

    public static HeavyBall of(double lr, double momentum) {
        return new HeavyBall(Schedule.constant(lr), Schedule.constant(momentum));
    }

    @Override
    public Expr direction(Trace t) {
        Expr[] previous = new Expr[1];
        t.copyOfParameter("previous", before -> {
            previous[0] = before;
            return t.parameter();
        });
        Expr motion = t.parameter().minus(previous[0]).times(t.schedule("momentum", momentum));
        return t.gradient().times(t.schedule("lr", lr)).minus(motion);
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.ELEMENTWISE, Trait.ODD, Trait.ROTATION_EQUIVARIANT);
    }
}
