package org.gradus.experiments.search;

/** How candidates are spread over a box. */
public enum Method {
    /** Every combination of evenly spaced values. */
    GRID,
    /** Uniformly at random. */
    RANDOM,
    /** Halton's sequence: more even than random points, and with no two equal values of any option. */
    HALTON
}
