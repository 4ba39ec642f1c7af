package org.gradus.experiments.run;

import org.gradus.optim.State;
import org.gradus.optim.tensor.Tensors;

/** All that a trial needs to go on to the same bits: batches are a function of seed and step alone. */
record Checkpoint(Tensors parameters, State state, StepLog log) {
    /** Gradients computed so far: steps done and steps left out. */
    long gradEvals() {
        return state.step() + state.skipped();
    }
}
