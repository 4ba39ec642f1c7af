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
 * Clips all tensors together by their common norm: {@code g min(1, maxNorm / ||g||)}; the norm is accumulated in float64. No state.
 * Parameters that are {@link org.gradus.optim.Frozen} have no part in the norm. PyTorch adds 1e-6 to the norm; this does not.
 */
@Entry(type = "clip-global-norm", about = "shrinks the whole gradient's Euclidean norm to at most maxNorm",
        source = "Pascanu, Mikolov and Bengio 2013, arXiv 1211.5063, Algorithm 1")
public record ClipGlobalNorm(
        @Option(about = "largest norm, >= 0") Schedule maxNorm) implements Rule {
    public ClipGlobalNorm {
        Rates.limit("maxNorm", maxNorm);
    }

    public static ClipGlobalNorm of(double maxNorm) {
        return new ClipGlobalNorm(Schedule.constant(maxNorm));
    }

    @Override
    public Expr direction(Trace t) {
        Expr norm = t.norm(t.gradient(), Scope.TREE);
        Expr bound = t.schedule("maxNorm", maxNorm);
        return t.gradient().times(bound.ifLess(norm, bound.over(norm), t.constant(1)));
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.ODD, Trait.ROTATION_EQUIVARIANT, Trait.WHOLE_TREE);
    }
}
