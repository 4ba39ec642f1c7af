package org.gradus.optim.rule;

/** Where eps stands in the denominator of an Adam-like method; c1, c2 are the bias corrections 1 - beta^t. */
public enum EpsPlace {
    /** {@code (mu/c1) / (sqrt(nu/c2) + eps)}: PyTorch, optax's {@code eps}, the paper's Algorithm 1. */
    OUTSIDE,
    /** {@code (mu/c1) / sqrt(nu/c2 + eps)}: optax's {@code eps_root}. */
    INSIDE,
    /** {@code sqrt(c2)/c1 * mu / (sqrt(nu) + eps)}: DL4J, and the paper's remark before section 2.1. */
    UNCORRECTED
}
