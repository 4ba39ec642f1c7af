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
 * Clips each element: {@code min(max(g, -maxValue), maxValue)}. No state.
 */
@Entry(type = "clip-value", about = "limits each element to [-maxValue, maxValue]",
        source = "as torch.nn.utils.clip_grad_value_")
public record ClipValue(
        @Option(about = "largest magnitude, >= 0") Schedule maxValue) implements Rule {
    public ClipValue {
        Rates.limit("maxValue", maxValue);
    }

    public static ClipValue of(double maxValue) {
        return new ClipValue(Schedule.constant(maxValue));
    }

    @Override
    public Expr direction(Trace t) {
        Expr bound = t.schedule("maxValue", maxValue);
        return t.gradient().clamp(bound.negate(), bound);
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.ELEMENTWISE, Trait.ODD);
    }
}
