package org.gradus.federated.sampling;

import java.util.stream.IntStream;
import org.gradus.optim.option.Entry;

/** Every client in every round. */
@Entry(type = "all", about = "full participation")
public record All() implements Sampler {
    @Override
    public int[] cohort(long seed, long round, int clients, double[] weights) {
        Check.round(round, clients);
        return IntStream.range(0, clients).toArray();
    }
}
