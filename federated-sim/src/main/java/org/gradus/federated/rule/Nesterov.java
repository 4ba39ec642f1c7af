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
 * Outer Nesterov momentum, as DiLoCo uses it.
 *
 * <pre>
 * b &lt;- momentum b + g
 * x &lt;- x - lr (g + momentum b)
 * </pre>
 *
 * State: one array. It is PyTorch's SGD with {@code nesterov} and without dampening; momentum 0 is plain SGD.
 */
@Entry(type = "nesterov", about = "outer rule: Nesterov momentum on the outer gradient (DiLoCo)",
        source = "Douillard et al. 2023, arXiv 2311.08105; momentum of Sutskever et al. 2013")
public record Nesterov(
        @Option(value = "0.7", about = "outer rate") Schedule lr,
        @Option(value = "0.9", about = "decay of the momentum buffer, in [0, 1)") Schedule momentum) implements Rule {
    public Nesterov {
        Rates.nonNegative("lr", lr);
        Rates.decayRate("momentum", momentum);
    }

    public static Nesterov of(double lr, double momentum) {
        return new Nesterov(Schedule.constant(lr), Schedule.constant(momentum));
    }

    @Override
    public Expr direction(Trace t) {
        Expr mu = t.schedule("momentum", momentum);
        Expr buffer = t.state("buffer", b -> b.times(mu).plus(t.gradient()));
        return t.gradient().plus(buffer.times(mu)).times(t.schedule("lr", lr));
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.ELEMENTWISE, Trait.ODD, Trait.ROTATION_EQUIVARIANT);
    }
}
