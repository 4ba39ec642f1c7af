package org.gradus.theory;

/** What draws say about a claim. */
public enum Verdict {
    /** Every comparison of every draw came out as claimed. */
    NOT_FALSIFIED("not falsified"),
    /** At least one comparison is violated beyond rounding and chance. */
    FALSIFIED("falsified"),
    /** No instance met the assumptions. */
    OUTSIDE("outside assumptions"),
    /** A number was not finite, or a sample too small to tell. */
    INCONCLUSIVE("inconclusive");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
