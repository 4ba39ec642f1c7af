package org.gradus.optim.rule;

import java.util.Set;
import org.gradus.optim.Rule;
import org.gradus.optim.Trait;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;
import org.gradus.optim.program.Expr;
import org.gradus.optim.program.Trace;
import org.gradus.optim.schedule.Constant;
import org.gradus.optim.schedule.Rates;
import org.gradus.optim.schedule.Schedule;

/**
 * BiClip: {@code sign(g) min(max(|g|, lower), upper)}; an element that is exactly zero stays zero. No state.
 *
 * <p>With lower = upper = u it is u times the sign; with lower 0 and upper Infinity it is the identity.
 */
@Entry(type = "bi-clip", about = "limits each element's magnitude from above and below (TailOPT's BiClip)",
        source = "Lee, Zaheer and Li 2025, arXiv 2502.04164 (BiClip)")
public record BiClip(
        @Option(value = "Infinity", about = "largest magnitude; Infinity: no limit") Schedule upper,
        @Option(value = "0", about = "magnitudes below are raised to it; exact zeros stay zero") Schedule lower) implements Rule {
    public BiClip {
        Rates.limit("upper", upper);
        Rates.limit("lower", lower);
        if (upper instanceof Constant u && lower instanceof Constant l) {
            Require.check(l.value() <= u.value(), "lower", "at most upper (" + u.value() + ")", l.value());
        }
    }

    public static BiClip of(double upper, double lower) {
        return new BiClip(Schedule.constant(upper), Schedule.constant(lower));
    }

    @Override
    public Expr direction(Trace t) {
        Expr g = t.gradient();
        Expr magnitude = g.abs().max(t.schedule("lower", lower)).min(t.schedule("upper", upper));
        return g.sign().times(magnitude);
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.ELEMENTWISE, Trait.ODD);
    }
}
