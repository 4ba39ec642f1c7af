package org.gradus.federated.partition;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gradus.federated.random.Keyed;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;

/**
 * Rows in the order of their labels, cut into equal shards; each client gets as many shards, drawn at random. Where there
 * are not enough rows for so many, shards of a row or so: as many as each client can have.
 */
@Entry(type = "shards", about = "sorted by label, cut into equal shards, a few shards a client",
        source = "McMahan et al. 2017, arXiv 1602.05629, section 3")
public record Shards(
        @Option(value = "2", about = "shards of each client, >= 1; so many labels at least fit in") int shardsPerClient)
        implements Partitioner {
    public Shards {
        Require.check(shardsPerClient >= 1, "shardsPerClient", "at least 1", shardsPerClient);
    }

    @Override
    public Partition split(int[] labels, int[] groups, int clients, long seed) {
        Shares shares = new Shares(labels.length, clients);
        int each = Math.min(shardsPerClient, labels.length / clients);
        Keyed random = Shares.random(seed);
        int[] sorted = Stream.of(Shares.byClass(labels, random)).flatMapToInt(IntStream::of).toArray();
        int[] shards = Shares.shuffled(clients * each, random);
        for (int i = 0; i < shards.length; i++) {
            int from = boundary(shards[i], shards.length, sorted.length);
            int to = boundary(shards[i] + 1, shards.length, sorted.length);
            for (int row = from; row < to; row++) shares.give(i / each, sorted[row]);
        }
        return shares.partition();
    }

    private static int boundary(int shard, int shards, int rows) {
        return (int) ((long) shard * rows / shards);
    }
}
