package org.gradus.theory.tailopt;

import org.gradus.optim.Optimizer;
import org.gradus.optim.rule.Sgd;
import org.gradus.theory.About;
import org.gradus.theory.Provenance;

/** T1: clipped steps inside, averaging outside. */
final class AveragedBound extends TailClaim {
    @Override
    public About about() {
        return new About("tailopt-t1", "Clipped local steps and averaging",
                "(1/T) sum_t E|grad F(x_t)|^2 <= 2 D0/(eta z T) + (L eta U (z-1)/2 + b)^2 + L eta z S2, U = u for L2Clip and"
                        + " u sqrt(n) for BiClip, b and S2 the bounds on a clipped gradient's bias and second moment.",
                "derived here for Avg-L2Clip and Avg-BiClip of Lee et al., arXiv 2502.04164", Provenance.DERIVED,
                "clients L-smooth with bounded gradients", "all take part",
                "unbiased noise with an alpha-moment, alpha > 1");
    }

    @Override
    Optimizer outer(Tail t) {
        return Sgd.of(1);
    }

    @Override
    double bound(Tail t) {
        return t.bounds().averaged();
    }
}
