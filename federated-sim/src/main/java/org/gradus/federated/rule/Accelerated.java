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
 * The accelerated outer rule: clients start from x, a mixture of the averaged point u and the far-stepping point z.
 *
 * <pre>
 * u &lt;- x - g,    z &lt;- z - lr (r + 1)/2 g,    x &lt;- (1 - tau) u + tau z,    tau = 2 / (r + 3)      (round r = 0, 1,
 * ...)
 * </pre>
 *
 * State: u and z. The model to evaluate is u. The theorem needs lr at most 1 and an inner rate of at most 1/(2L). The
 * recursion is reconstructed from the parts that the paper states in its text.
 */
@Entry(type = "accelerated", about = "outer rule: Nesterov's accelerated method over rounds; evaluate u",
        source = "Khaled et al. 2025, arXiv 2509.10439, Theorem 3")
public record Accelerated(
        @Option(value = "1", about = "outer rate gamma; the guarantee is for at most 1") Schedule lr) implements Rule {
    public Accelerated {
        Rates.nonNegative("lr", lr);
    }

    public static Accelerated of(double lr) {
        return new Accelerated(Schedule.constant(lr));
    }

    @Override
    public Expr direction(Trace t) {
        Expr x = t.parameter();
        Expr g = t.gradient();
        Expr u = t.copyOfParameter("u", before -> x.minus(g));
        Expr rate = t.schedule("lr", lr).times(t.step().over(2));
        Expr z = t.copyOfParameter("z", before -> before.minus(g.times(rate)));
        Expr tau = t.constant(2).over(t.step().plus(2));
        return x.minus(u.times(t.constant(1).minus(tau)).plus(z.times(tau)));
    }

    @Override
    public Expr evaluationPoint(Trace t) {
        return t.read("u");
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.ELEMENTWISE, Trait.EVALUATION_POINT_DIFFERS);
    }
}
