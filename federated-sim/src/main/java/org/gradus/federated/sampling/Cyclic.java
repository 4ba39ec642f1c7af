package org.gradus.federated.sampling;

import java.util.stream.IntStream;
import org.gradus.federated.random.Subset;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;

/** Clients in turn: a round goes on where the one before ended, and after the last client comes the first. */
@Entry(type = "cyclic", about = "clients in turn, round after round",
        source = "Cho et al. 2023, arXiv 2302.03109, one client group a round")
public record Cyclic(
        @Option(value = "0", about = "clients a round; or give fraction") int count,
        @Option(value = "0", about = "share of the clients, rounded down to at least one; or give count") double fraction)
        implements Sampler {
    public Cyclic {
        Subset.require("count", count, fraction);
    }

    @Override
    public int[] cohort(long seed, long round, int clients, double[] weights) {
        Check.round(round, clients);
        int size = Check.size(count, fraction, clients);
        int first = (int) (Math.floorMod(round, (long) clients) * size % clients);
        return IntStream.range(0, size).map(i -> (int) (((long) first + i) % clients)).sorted().toArray();
    }
}
