package org.gradus.federated.sampling;

import org.gradus.optim.option.Catalogue;
import org.gradus.optim.option.InvalidInput;

/** Chooses the clients of a round. */
public interface Sampler {
    /**
     * The clients that take part, different and in increasing order.
     *
     * @param round 0, 1, ...
     * @param clients how many there are, numbered from 0
     * @param weights one a client, at least 0; null if the sampler does not use them
     * @throws InvalidInput if more are to be sampled than there are
     */
    int[] cohort(long seed, long round, int clients, double[] weights);

    /** A type name, text such as {@code "uniform(count=10)"}, or a map with a {@code type}. */
    static Sampler parse(Object spec) {
        return Samplers.CATALOGUE.read(spec);
    }

    /** The map that {@link #parse} reads. */
    default Object write() {
        return Catalogue.write(this);
    }
}
