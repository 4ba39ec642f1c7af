package org.gradus.theory.tailopt;

import java.util.List;
import org.gradus.theory.About;
import org.gradus.theory.Provenance;

/** Which clip suits noise that is independent by coordinate. */
final class CoordinateClipping extends MedianClaim {
    CoordinateClipping() {
        super(Synthetic.HEAVY, 9);
    }

    @Override
    public About about() {
        return new About("tailopt-c3", "Clip coordinates, not norms",
                "Under noise that is independent over coordinates the median gap of Avg-BiClip is below 0.8 of Avg-L2Clip's,"
                        + " for Student-t noise of nu = 1.5 and stable noise of alpha = 1.5 and 1.2.",
                "measured here on the methods of Lee et al., arXiv 2502.04164", Provenance.OBSERVED,
                Synthetic.SETTING, "every method at its tuned options");
    }

    @Override
    List<Versus> claimed() {
        return List.of(new Versus("Avg-BiClip", 0.8, "Avg-L2Clip"));
    }

    @Override
    Versus denied() {
        return new Versus("Avg-L2Clip", 0.8, "Avg-BiClip");
    }

    @Override
    List<String> shown() {
        return List.of("Avg-L2Clip", "Avg-BiClip", "FedAvg");
    }
}
