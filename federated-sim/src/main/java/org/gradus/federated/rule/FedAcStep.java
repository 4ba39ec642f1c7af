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
 * The local step of FedAc. The parameters are the point md where gradients are taken; ag is the model to evaluate.
 *
 * <pre>
 * ag' = md - lr g,    w' = (1 - 1/alpha) w + md/alpha - gammaAc g,    md' = w'/beta + (1 - 1/beta) ag'
 * </pre>
 *
 * State: ag; w is {@code beta md - (beta - 1) ag}, so that md and ag are all there is to average and to send.
 */
@Entry(type = "fedac-step", about = "client rule: the two coupled sequences of FedAc; average the state over clients",
        source = "Yuan and Ma 2020, arXiv 2006.08950, Algorithm 1")
public record FedAcStep(
        @Option(about = "rate eta of the sequence ag") Schedule lr,
        @Option(about = "rate of the sequence w") double gammaAc,
        @Option(about = "coupling alpha >= 1") double alpha,
        @Option(about = "coupling beta >= 1") double beta) implements Rule {
    public FedAcStep {
        Rates.nonNegative("lr", lr);
        Require.positive("gammaAc", gammaAc);
        Require.check(alpha >= 1 && Double.isFinite(alpha), "alpha", "a number >= 1", alpha);
        Require.check(beta >= 1 && Double.isFinite(beta), "beta", "a number >= 1", beta);
    }

    @Override
    public Expr direction(Trace t) {
        Expr md = t.parameter();
        Expr g = t.gradient();
        Expr[] old = new Expr[1];
        Expr ag = t.copyOfParameter("ag", before -> {
            old[0] = before;
            return md.minus(g.times(t.schedule("lr", lr)));
        });
        Expr w = md.times(beta).minus(old[0].times(beta - 1));
        Expr moved = w.times(1 - 1 / alpha).plus(md.times(1 / alpha)).minus(g.times(gammaAc));
        return md.minus(moved.times(1 / beta).plus(ag.times(1 - 1 / beta)));
    }

    @Override
    public Expr evaluationPoint(Trace t) {
        return t.read("ag");
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.ELEMENTWISE, Trait.EVALUATION_POINT_DIFFERS);
    }
}
