package org.gradus.theory;

import java.util.Locale;

/** Where a claim comes from, which is also what a counterexample would refute. */
public enum Provenance {
    /** Stated by the paper. */
    PAPER,
    /** Derived for this project, with a proof of its own; the paper's own constants differ or are not known to us. */
    DERIVED,
    /** Seen in experiments; there is no proof. */
    OBSERVED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
