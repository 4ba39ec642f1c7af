package org.gradus.theory.tailopt;

import java.util.Arrays;
import org.gradus.federated.rule.OuterAdagrad;
import org.gradus.optim.Optimizer;
import org.gradus.optim.schedule.Schedule;
import org.gradus.theory.About;
import org.gradus.theory.Provenance;

/** T3: Adagrad outside. */
final class AdagradBound extends TailClaim {
    @Override
    public About about() {
        return new About("tailopt-t3", "Clipped local steps and Adagrad",
                "With C = eta z u and K = C sqrt(T) + tau: min_t E|grad F(x_t)|^2 <= 2 K/(gamma eta z T) (D0 + gamma C/tau"
                        + " sum_j G_j + (L n gamma^2/2) ln(1 + T C^2/tau^2)) + (K/tau) sum_j r_j^2, r_j = L eta U (z-1)/2 +"
                        + " beta_j.",
                "derived here for Adagrad-L2Clip and Adagrad-BiClip of Lee et al., arXiv 2502.04164", Provenance.DERIVED,
                "clients L-smooth with bounded gradients", "all take part", "unbiased noise with an alpha-moment, alpha > 1",
                "no first moment, second moment from 0");
    }

    @Override
    Optimizer outer(Tail t) {
        return new OuterAdagrad(Schedule.constant(t.outerRate()), 0, t.tau(), 0, false);
    }

    @Override
    double bound(Tail t) {
        return t.bounds().adagrad();
    }

    /** At the round that is best in the first run, which is then left out: so the choice does not flatter the mean. */
    @Override
    double[] sample(double[][] squaredGradients) {
        double[] first = squaredGradients[0];
        int best = 0;
        for (int t = 1; t < first.length; t++) {
            if (first[t] < first[best]) best = t;
        }
        int round = best;
        return Arrays.stream(squaredGradients).skip(1).mapToDouble(run -> run[round]).toArray();
    }
}
