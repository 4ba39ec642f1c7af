package org.gradus.optim;

import org.gradus.optim.option.Entry;

/** Leaves its parameters alone: no state, no gradient needed, no part in a global norm. */
@Entry(type = "frozen", about = "leaves parameters as they are; allocates nothing")
public record Frozen() implements Optimizer {
    public static Frozen frozen() {
        return new Frozen();
    }
}
