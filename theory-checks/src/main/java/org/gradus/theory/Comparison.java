package org.gradus.theory;

/** Two sides that were compared: of one number exactly, or of an expectation by a sample. */
public sealed interface Comparison permits Inequality, Expectation {
    /** What is compared, in words or symbols: {@code "f_K <= eps f_0"}. */
    String name();

    double left();

    double right();

    /**
     * Left over right with its allowance, 1 at the edge. Of an equality, the distance over what is allowed; of one in
     * expectation, over four standard errors.
     */
    double tightness();
}
