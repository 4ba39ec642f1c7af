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
 * Blockwise model-update filtering.
 *
 * <pre>
 * d &lt;- momentum d - lr g,    theta &lt;- theta + d
 * broadcast: theta, or with nesterov theta + momentum d
 * </pre>
 *
 * State: theta and d. The model to evaluate is theta. A block momentum of 1 - 1/clients is the usual start.
 */
@Entry(type = "bmuf", about = "outer rule: block momentum on the averaged displacement, classical or Nesterov's",
        source = "Chen and Huo 2016, Scalable Training of Deep Learning Machines by Incremental Block Training, ICASSP")
public record Bmuf(
        @Option(value = "1", about = "block learning rate zeta") Schedule lr,
        @Option(value = "0.5", about = "block momentum, in [0, 1)") Schedule momentum,
        @Option(value = "false",
                about = "clients start at the look-ahead point theta + momentum d") boolean nesterov) implements Rule {
    public Bmuf {
        Rates.nonNegative("lr", lr);
        Rates.decayRate("momentum", momentum);
    }

    public static Bmuf of(double lr, double momentum, boolean nesterov) {
        return new Bmuf(Schedule.constant(lr), Schedule.constant(momentum), nesterov);
    }

    @Override
    public Expr direction(Trace t) {
        Expr mu = t.schedule("momentum", momentum);
        Expr d = t.state("blockDelta", before -> before.times(mu).minus(t.gradient().times(t.schedule("lr", lr))));
        Expr theta = t.copyOfParameter("theta", before -> before.plus(d));
        return t.parameter().minus(nesterov ? theta.plus(d.times(mu)) : theta);
    }

    @Override
    public Expr evaluationPoint(Trace t) {
        return t.read("theta");
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.ELEMENTWISE, Trait.EVALUATION_POINT_DIFFERS);
    }
}
