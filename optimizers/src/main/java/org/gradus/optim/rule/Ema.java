package org.gradus.optim.rule;

import java.util.Set;
import org.gradus.optim.Rule;
import org.gradus.optim.Trait;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;
import org.gradus.optim.program.Expr;
import org.gradus.optim.program.Trace;

/**
 * Averages the parameters without moving them: {@code average <- decay average + (1 - decay) p}, p after the step. It
 * starts as a copy of the parameters, so there is nothing to correct. It must be the last stage of its chain.
 *
 * <p>State: one array. An evaluation view shows the average.
 */
@Entry(type = "ema", about = "a running average of the parameters, used for evaluation; the last stage of a chain",
        source = "Polyak and Juditsky 1992; exponential form as in common use")
public record Ema(
        @Option(value = "0.999", about = "decay of the average, in [0, 1)") double decay) implements Rule {
    public Ema {
        Require.decayRate("decay", decay);
    }

    public static Ema of(double decay) {
        return new Ema(decay);
    }

    @Override
    public Expr direction(Trace t) {
        Expr next = t.parameter().minus(t.gradient());
        t.copyOfParameter("average", a -> a.lerp(next, 1 - decay));
        return t.gradient();
    }

    @Override
    public Expr evaluationPoint(Trace t) {
        return t.read("average");
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.ELEMENTWISE, Trait.EVALUATION_POINT_DIFFERS);
    }
}
