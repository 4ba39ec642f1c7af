package org.gradus.federated.rule;

import java.util.Set;
import org.gradus.optim.Rule;
import org.gradus.optim.Trait;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Option;
import org.gradus.optim.program.Expr;
import org.gradus.optim.program.Trace;
import org.gradus.optim.schedule.Constant;
import org.gradus.optim.schedule.Rates;
import org.gradus.optim.schedule.Schedule;

/**
 * Slow momentum.
 *
 * <pre>
 * u &lt;- momentum u + g / innerLr
 * x &lt;- x - lr innerLr u
 * </pre>
 *
 * State: one array. With a constant inner rate it is the heavy ball; otherwise the buffer is in units of gradients, so
 * it follows the rate. With rate 0 here a simulation takes the one of its inner optimizer.
 */
@Entry(type = "slow-mo", about = "outer rule: momentum in units of gradients, scaled by the inner rate of the round",
        source = "Wang et al. 2019, arXiv 1910.00643 (SlowMo), Algorithm 1")
public record SlowMo(
        @Option(value = "1", about = "the paper's alpha") Schedule lr,
        @Option(value = "0.5", about = "the paper's beta, in [0, 1)") Schedule momentum,
        @Option(value = "0", about =
                "the inner rate of the round; 0: the inner optimizer's") Schedule innerLr) implements Rule {
    public SlowMo {
        Rates.nonNegative("lr", lr);
        Rates.decayRate("momentum", momentum);
        Rates.nonNegative("innerLr", innerLr);
    }

    public static SlowMo of(double lr, double momentum) {
        return new SlowMo(Schedule.constant(lr), Schedule.constant(momentum), Schedule.constant(0));
    }

    /** Whether the inner rate is still to be taken from the inner optimizer. */
    public boolean needsInnerRate() {
        return innerLr instanceof Constant c && c.value() == 0;
    }

    @Override
    public Expr direction(Trace t) {
        if (needsInnerRate()) throw new InvalidInput("slow-mo: innerLr is missing: the rate of the local steps");
        Expr eta = t.schedule("innerLr", innerLr);
        Expr u = t.state("u", before -> before.times(t.schedule("momentum", momentum)).plus(t.gradient().over(eta)));
        return u.times(t.schedule("lr", lr).times(eta));
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.ELEMENTWISE, Trait.ODD, Trait.ROTATION_EQUIVARIANT);
    }
}
