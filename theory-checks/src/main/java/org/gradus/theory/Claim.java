package org.gradus.theory;

import java.util.List;

/**
 * A statement about optimizers that a program can look at: it draws instances, and for each computes the two sides of
 * its inequalities. One claim is one class; its name goes into the list of its package.
 *
 * @param <I> an instance: a record of the numbers it consists of (numbers, strings, arrays of numbers), so that a
 *     counterexample can be saved as JSON, read and looked at again
 */
public interface Claim<I extends Record> {
    About about();

    /** The type that {@link #draw} gives, for reading an instance back. */
    Class<I> instanceType();

    /**
     * The instance of a seed and a size. Equal arguments give equal instances. What else an instance varies in (a
     * spectrum, a condition number) is a function of the seed, so that consecutive seeds cover it.
     *
     * @param seed 0, 1, ...; any number must do
     * @param size usually the dimension; any number from {@link #smallest} on must do
     */
    I draw(long seed, int size);

    /** Both sides of every inequality on this instance, or the assumption that it breaks. */
    Evidence evaluate(I instance);

    /** A claim that is known to be false, of which the harness must find that out. */
    Control<I> control();

    /** A figure that shows the claim at work; computed for reports only. */
    Figure figure();

    /** The sizes that draws go through, smallest first. */
    List<Integer> sizes();

    /** The number of draws unless the user wants another. */
    int draws();

    /** The smallest size that makes sense; a counterexample is shrunk towards it. */
    default int smallest() {
        return 2;
    }
}
