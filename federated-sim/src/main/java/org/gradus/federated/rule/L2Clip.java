package org.gradus.federated.rule;

import java.util.Set;
import org.gradus.optim.Rule;
import org.gradus.optim.Trait;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;
import org.gradus.optim.program.Expr;
import org.gradus.optim.program.Reduction.Scope;
import org.gradus.optim.program.Trace;
import org.gradus.optim.schedule.Constant;
import org.gradus.optim.schedule.Schedule;

/**
 * Clips the norm of the whole model's gradient from above and, if asked, from below: a norm over {@code upper} is
 * shrunk to it, one under {@code lower} is stretched to it, and zero stays zero. No state.
 *
 * <p>The norm is {@code m |g/m|} with m the largest magnitude: heavy tails reach values whose squares leave float64.
 */
@Entry(type = "l2-clip", about = "limits the Euclidean norm of the whole gradient from above, optionally from below",
        source = "Lee, Zaheer and Li 2025, arXiv 2502.04164 (L2Clip; with a lower threshold as in the authors' code)")
public record L2Clip(
        @Option(value = "Infinity", about = "largest norm; Infinity: no limit") Schedule upper,
        @Option(value = "0", about = "smaller norms are stretched to it; 0: none are") Schedule lower) implements Rule {
    public L2Clip {
        limit("upper", upper);
        limit("lower", lower);
        if (upper instanceof Constant u && lower instanceof Constant l) {
            Require.check(l.value() <= u.value(), "lower", "at most upper (" + u.value() + ")", l.value());
        }
    }

    public static L2Clip of(double upper) {
        return new L2Clip(Schedule.constant(upper), Schedule.constant(0));
    }

    private static void limit(String name, Schedule schedule) {
        if (schedule instanceof Constant c) Require.check(c.value() >= 0, name, "a number >= 0", c.value());
    }

    @Override
    public Expr direction(Trace t) {
        Expr g = t.gradient();
        Expr largest = t.max(g.abs(), Scope.TREE);
        Expr shape = g.overOrZero(largest);
        Expr unit = t.norm(shape, Scope.TREE);
        Expr norm = largest.times(unit);
        Expr high = t.schedule("upper", upper);
        Expr low = t.schedule("lower", lower);
        // The new length over the length of g/m, so that neither very long nor very short gradients lose digits.
        Expr shrunk = shape.times(high.over(unit));
        Expr stretched = shape.times(low.overOrZero(unit));
        return high.ifLess(norm, shrunk, norm.ifLess(low, stretched, g));
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.ODD, Trait.ROTATION_EQUIVARIANT, Trait.WHOLE_TREE);
    }
}
