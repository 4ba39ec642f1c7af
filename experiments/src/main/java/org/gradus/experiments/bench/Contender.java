package org.gradus.experiments.bench;

/** One implementation of an optimizer step, with parameters, gradients and state of its own. */
public interface Contender extends AutoCloseable {
    String name();

    /** What a block of steps needs and is not timed. */
    default void prepare() {}

    void step();

    @Override
    default void close() {}
}
