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
 * Multiplies the direction: the rate of a chain whose stages have none. No state.
 */
@Entry(type = "scale", about = "multiplies the direction by a number or a schedule",
        source = "the learning rate as a stage of its own")
public record Scale(
        @Option(about = "factor") Schedule by) implements Rule {
    public Scale {
        Rates.finite("by", by);
    }

    public static Scale of(double by) {
        return new Scale(Schedule.constant(by));
    }

    public static Scale of(Schedule by) {
        return new Scale(by);
    }

    @Override
    public Expr direction(Trace t) {
        return t.gradient().times(t.schedule("by", by));
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.ELEMENTWISE, Trait.ODD, Trait.ROTATION_EQUIVARIANT);
    }
}
