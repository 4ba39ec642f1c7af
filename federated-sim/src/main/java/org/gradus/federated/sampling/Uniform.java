package org.gradus.federated.sampling;

import org.gradus.federated.random.Subset;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;

/** Every cohort of the size equally likely, without replacement. Time and memory of the cohort, not of all clients. */
@Entry(type = "uniform", about = "so many clients at random, without replacement",
        source = "McMahan et al. 2017, arXiv 1602.05629, Algorithm 1")
public record Uniform(
        @Option(value = "0", about = "clients a round; or give fraction") int count,
        @Option(value = "0", about = "share of the clients, rounded down to at least one; or give count") double fraction)
        implements Sampler {
    public Uniform {
        Subset.require("count", count, fraction);
    }

    @Override
    public int[] cohort(long seed, long round, int clients, double[] weights) {
        Check.round(round, clients);
        return Subset.draw(Check.size(count, fraction, clients), clients, Check.random(seed, round));
    }
}
