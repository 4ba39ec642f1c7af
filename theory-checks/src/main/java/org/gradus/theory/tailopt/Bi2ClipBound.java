package org.gradus.theory.tailopt;

import org.gradus.optim.Chain;
import org.gradus.optim.Optimizer;
import org.gradus.optim.rule.BiClip;
import org.gradus.optim.rule.Sgd;
import org.gradus.theory.About;
import org.gradus.theory.Provenance;

/** T2: the outer step clipped as well. */
final class Bi2ClipBound extends TailClaim {
    @Override
    public About about() {
        return new About("tailopt-t2", "Clipped inside and outside",
                "With an outer upper threshold of at least eta z u: (1/T) sum_t E|grad F(x_t)|^2 <= 2 D0/(eta z T) + (L eta"
                        + " U (z-1)/2 + b + sqrt(n) dt/(eta z))^2 + 2 L eta z S2 + 2 L n dt^2/(eta z), dt the outer lower"
                        + " threshold.",
                "derived here for Bi2Clip of Lee et al., arXiv 2502.04164", Provenance.DERIVED,
                "clients L-smooth with bounded gradients", "all take part", "unbiased noise with an alpha-moment, alpha > 1",
                "the outer upper threshold does not act");
    }

    @Override
    Optimizer outer(Tail t) {
        return Chain.of(BiClip.of(t.eta() * t.localSteps() * t.upper(), t.outerLower()), Sgd.of(1));
    }

    @Override
    double bound(Tail t) {
        return t.bounds().bi2Clip();
    }
}
