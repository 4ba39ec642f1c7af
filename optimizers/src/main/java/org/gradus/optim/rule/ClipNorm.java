package org.gradus.optim.rule;

import java.util.Set;
import org.gradus.optim.Rule;
import org.gradus.optim.Trait;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.program.Expr;
import org.gradus.optim.program.Reduction.Scope;
import org.gradus.optim.program.Trace;
import org.gradus.optim.schedule.Rates;
import org.gradus.optim.schedule.Schedule;

/**
 * Clips each tensor by its own norm: {@code g min(1, maxNorm / ||g||)}; the norm is accumulated in float64. No state.
 */
@Entry(type = "clip-norm", about = "shrinks each tensor's Euclidean norm to at most maxNorm",
        source = "Pascanu, Mikolov and Bengio 2013, arXiv 1211.5063, Algorithm 1")
public record ClipNorm(
        @Option(about = "largest norm, >= 0") Schedule maxNorm) implements Rule {
    public ClipNorm {
        Rates.limit("maxNorm", maxNorm);
    }

    public static ClipNorm of(double maxNorm) {
        return new ClipNorm(Schedule.constant(maxNorm));
    }

    @Override
    public Expr direction(Trace t) {
        Expr norm = t.norm(t.gradient(), Scope.TENSOR);
        Expr bound = t.schedule("maxNorm", maxNorm);
        return t.gradient().times(bound.ifLess(norm, bound.over(norm), t.constant(1)));
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.ODD, Trait.ROTATION_EQUIVARIANT);
    }
}
