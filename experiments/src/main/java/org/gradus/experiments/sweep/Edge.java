package org.gradus.experiments.sweep;

import org.gradus.experiments.search.Interval;

/**
 * A best value at an edge of what was tried: there may be a better one outside.
 *
 * @param tried the range so far; null for a list of values
 * @param wider a range that reaches further; null where there is none to offer
 */
record Edge(String label, String option, double value, boolean upper, Interval tried, Interval wider) {
    /** One line that says where, and the remedy. */
    String warning(int refinements) {
        String end = upper ? "upper" : "lower";
        String where = label + ": " + option + "=" + Interval.text(value) + " is at the " + end + " end of what was tried";
        if (tried == null) return where + "; add " + (upper ? "larger" : "smaller") + " values to the list";
        String remedy = wider == null ? "widen its range" : "widen it (--range " + label + "." + option + "=" + wider + ")";
        return where + ", " + tried + "; " + remedy + " or let the search follow (--refine " + (refinements + 1) + ")";
    }
}
