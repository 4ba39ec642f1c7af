package org.gradus.experiments.run;

import org.gradus.experiments.spec.Round;
import org.gradus.optim.Optimizer;

/** One optimizer from one seed, on the problem of one round. */
record Trial(Round round, String label, Optimizer optimizer, long seed) {
    @Override
    public String toString() {
        return (round.name().isEmpty() ? "" : round.name() + ", ") + label + ", seed " + seed;
    }
}
