package org.gradus.federated.partition;

import org.gradus.federated.random.Keyed;
import org.gradus.optim.option.Entry;

/** All rows in random order, dealt out one by one: sizes differ by at most one. */
@Entry(type = "iid", about = "rows at random, equal sizes: the homogeneous case")
public record Iid() implements Partitioner {
    @Override
    public Partition split(int[] labels, int[] groups, int clients, long seed) {
        Shares shares = new Shares(labels.length, clients);
        Keyed random = Shares.random(seed);
        int[] order = Shares.shuffled(labels.length, random);
        for (int i = 0; i < order.length; i++) shares.give(i % clients, order[i]);
        return shares.partition();
    }
}
