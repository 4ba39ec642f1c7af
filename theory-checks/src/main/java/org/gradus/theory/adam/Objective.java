package org.gradus.theory.adam;

/** A function of the error with its gradient; the minimum is 0, at 0. */
@FunctionalInterface
interface Objective {
    /** The value at e; the gradient goes into g. */
    double at(double[] e, double[] g);
}
