package org.gradus.theory.tailopt;

import java.util.ArrayList;
import java.util.List;
import org.gradus.theory.About;
import org.gradus.theory.Provenance;

/** Noise with variance leaves nothing for a clip to do. */
final class NormalNoise extends MedianClaim {
    NormalNoise() {
        super(List.of("gauss"), 25);
    }

    @Override
    public About about() {
        return new About("tailopt-c6", "Under normal noise clipping does not matter",
                "Under normal noise the median gaps of Avg-L2Clip and Avg-BiClip are within 3% of FedAvg's, and that of"
                        + " FedAdagrad is at most 0.9 of it.",
                "measured here on the methods of Lee et al., arXiv 2502.04164", Provenance.OBSERVED,
                Synthetic.SETTING, "every method at its tuned options");
    }

    @Override
    List<Versus> claimed() {
        List<Versus> all = new ArrayList<>();
        for (String clip : List.of("Avg-L2Clip", "Avg-BiClip")) {
            all.add(new Versus(clip, 1.03, "FedAvg"));
            all.add(new Versus("FedAvg", 1.03, clip));
        }
        all.add(new Versus("FedAdagrad", 0.9, "FedAvg"));
        return all;
    }

    @Override
    Versus denied() {
        return new Versus("Avg-BiClip", 0.8, "FedAvg");
    }

    @Override
    List<String> shown() {
        return List.of("FedAvg", "Avg-BiClip", "FedAdagrad", "FedRMSProp", "FedAdam");
    }
}
