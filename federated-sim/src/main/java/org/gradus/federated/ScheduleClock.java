package org.gradus.federated;

/** What the schedules of an inner optimizer count. */
public enum ScheduleClock {
    /** Rounds: a rate is constant within a round (TailOPT, arXiv 2502.04164). */
    ROUND,
    /** Local steps of the whole run: {@code round * localSteps + step} (DiLoCo, arXiv 2311.08105). */
    STEP
}
