package org.gradus.federated;

import java.util.stream.IntStream;

/**
 * Who was asked to take part in a round.
 *
 * @param present those of them who begin, in order
 * @param dropped how many do not
 */
record Cohort(int[] present, int dropped) {
    static Cohort of(Run run) {
        int[] sampled = run.simulation.sampler().cohort(run.seed, run.round, run.problem.clients(), run.weights);
        int[] present = IntStream.of(sampled).filter(m -> !run.dropsOut(m)).toArray();
        return new Cohort(present, sampled.length - present.length);
    }
}
