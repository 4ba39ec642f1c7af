package org.gradus.experiments.spec;

/** What happens when a loss or a gradient is NaN or infinite. */
public enum OnNonFinite {
    /** The run ends and is recorded as diverged; the others go on. */
    RECORD,
    /** The whole experiment fails. */
    FAIL,
    /** The step is left out and counted. */
    SKIP
}
