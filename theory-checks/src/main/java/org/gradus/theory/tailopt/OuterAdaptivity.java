package org.gradus.theory.tailopt;

import java.util.ArrayList;
import java.util.List;
import org.gradus.theory.About;
import org.gradus.theory.Provenance;

/** What an adaptive outer rule can do about heavy tails. */
final class OuterAdaptivity extends MedianClaim {
    OuterAdaptivity() {
        super(Synthetic.HEAVY, 7);
    }

    @Override
    public About about() {
        return new About("tailopt-c4", "Adaptive outer rules do not cure heavy tails",
                "FedAdagrad, FedRMSProp and FedAdam have at least 3 times the median gap of their versions with BiClip"
                        + " inside; a clip of the outer step alone has at least 1.8 times that of Avg-BiClip; Adagrad-BiClip"
                        + " has at most 1.1 times it.",
                "measured here on the methods of Lee et al., arXiv 2502.04164", Provenance.OBSERVED,
                Synthetic.SETTING, "every method at its tuned options");
    }

    @Override
    List<Versus> claimed() {
        List<Versus> all = new ArrayList<>();
        for (String rule : List.of("Adagrad", "RMSProp", "Adam")) {
            all.add(new Versus(rule + "-BiClip", 1 / 3.0, "Fed" + rule));
        }
        all.add(new Versus("Avg-BiClip", 1 / 1.8, "OuterBiClip-SGD"));
        all.add(new Versus("Adagrad-BiClip", 1.1, "Avg-BiClip"));
        return all;
    }

    @Override
    Versus denied() {
        return new Versus("FedAdagrad", 1.1, "Avg-BiClip");
    }

    @Override
    List<String> shown() {
        return List.of("FedAdagrad", "FedRMSProp", "FedAdam", "OuterBiClip-SGD", "Adagrad-BiClip");
    }
}
