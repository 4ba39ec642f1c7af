package org.gradus.experiments.bench;

/** Rounds of Local SGD: a step of the benchmark is a round. */
public interface RoundsContender extends Contender {
    /** A copy of the model, which starts at 0. */
    double[] model();

    @Override
    default void close() {}
}
