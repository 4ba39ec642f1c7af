package org.gradus.experiments.run;

import java.util.ArrayList;
import java.util.List;
import org.gradus.experiments.spec.Round;
import org.gradus.experiments.spec.RunSpec;
import org.gradus.optim.Optimizer;

/** One optimizer from one seed, on the problem of one round. */
record Trial(Round round, String label, Optimizer optimizer, long seed) {
    /** Of a whole experiment: seed by seed, so that what is done together is compared together. */
    static List<Trial> all(RunSpec spec) {
        List<Trial> trials = new ArrayList<>();
        for (Round round : spec.rounds()) {
            for (long seed : spec.seeds()) {
                spec.optimizers().byLabel()
                        .forEach((label, optimizer) -> trials.add(new Trial(round, label, optimizer, seed)));
            }
        }
        return trials;
    }

    @Override
    public String toString() {
        return (round.name().isEmpty() ? "" : round.name() + ", ") + label + ", seed " + seed;
    }
}
