package org.gradus.experiments.run;

import org.gradus.optim.Optimizer;

/** One optimizer from one seed. */
record Trial(String label, Optimizer optimizer, long seed) {
    @Override
    public String toString() {
        return label + ", seed " + seed;
    }
}
