package org.gradus.optim;

/** What to do with a step whose gradient holds NaN or an infinity. */
public enum NonFinite {
    /** Throw {@link NonFiniteGradient}; parameters and state stay as they were. */
    FAIL,
    /** Leave parameters and state as they were and count the step in {@link State#skipped}. */
    SKIP
}
