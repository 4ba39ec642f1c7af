package org.gradus.optim.rule;

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
 * Adds {@code weightDecay p} to the direction at its place in a chain: before an adaptive method it is L2 regularization,
 * after it and before the rate it is AdamW's decoupled decay. No state.
 */
@Entry(type = "weight-decay", about = "adds weightDecay * parameter to the direction: coupled before a method, decoupled after it",
        source = "Loshchilov and Hutter 2019, arXiv 1711.05101")
public record WeightDecay(
        @Option(about = "factor of the parameter") Schedule weightDecay) implements Rule {
    public WeightDecay {
        Rates.nonNegative("weightDecay", weightDecay);
    }

    public static WeightDecay of(double weightDecay) {
        return new WeightDecay(Schedule.constant(weightDecay));
    }

    @Override
    public Expr direction(Trace t) {
        return Decay.add(t, t.gradient(), weightDecay);
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.ELEMENTWISE);
    }
}
