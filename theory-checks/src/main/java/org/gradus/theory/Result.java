package org.gradus.theory;

import java.util.Optional;

/**
 * What the check of a claim found.
 *
 * @param draws the instances that were drawn
 * @param outside how many of them broke an assumption
 * @param tightest the largest {@link Comparison#tightness} of a draw within the assumptions; NaN if there is none
 * @param tightestName the comparison that it belongs to
 * @param control the control's verdict, {@link Verdict#FALSIFIED} if the harness sees; empty for a replay
 */
public record Result(About about, Verdict verdict, int draws, int outside, double tightest, String tightestName,
        Optional<Counterexample> counterexample, Optional<Verdict> control, String controlAbout, double seconds) {

    /** An instance that violates the claim, as small as one was found, and what it shows. */
    public record Counterexample(long seed, int size, Record instance, Evidence evidence) {}

    /** The verdict as a sentence: {@code "not falsified in 96 draws"}. */
    public String sentence() {
        String scope = draws == 1 ? "1 draw" : draws + " draws";
        return switch (verdict) {
            case NOT_FALSIFIED -> "not falsified in " + (outside == 0 ? scope : draws - outside + " of " + scope + ", "
                    + outside
                    + " outside the assumptions");
            case FALSIFIED -> "falsified";
            case OUTSIDE -> "outside assumptions in " + scope;
            case INCONCLUSIVE -> "inconclusive in " + scope;
        };
    }

    /** Whether the control came out falsified, as it must. */
    public boolean controlCaught() {
        return control.filter(v -> v == Verdict.FALSIFIED).isPresent();
    }
}
