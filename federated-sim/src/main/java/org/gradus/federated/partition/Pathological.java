package org.gradus.federated.partition;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.gradus.federated.random.Keyed;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;

/**
 * Each client gets the same number of different classes, those that fewest clients have so far (of equals, at random);
 * the rows of a class are shared equally by the clients that have it.
 */
@Entry(type = "pathological", about = "each client sees exactly a few classes, every class shared equally by its clients",
        source = "the name: McMahan et al. 2017, arXiv 1602.05629; the exact class count: Li et al., arXiv 2102.02079")
public record Pathological(
        @Option(value = "2", about = "classes of each client, >= 1 and at most all") int classesPerClient)
        implements Partitioner {
    public Pathological {
        Require.check(classesPerClient >= 1, "classesPerClient", "at least 1", classesPerClient);
    }

    @Override
    public Partition split(int[] labels, int[] groups, int clients, long seed) {
        Shares shares = new Shares(labels.length, clients);
        Keyed random = Shares.random(seed);
        int[][] members = Shares.byClass(labels, random);
        Require.check(classesPerClient <= members.length, "classesPerClient",
                "at most " + members.length + ", the number of classes", classesPerClient);
        if ((long) clients * classesPerClient < members.length) {
            throw new InvalidInput(clients + " clients with " + classesPerClient + " classes each cannot hold "
                    + members.length + " classes: raise classesPerClient or clients");
        }
        List<List<Integer>> owners = owners(members.length, clients, random);
        for (int c = 0; c < members.length; c++) {
            for (int i = 0; i < members[c].length; i++) {
                shares.give(owners.get(c).get(i % owners.get(c).size()), members[c][i]);
            }
        }
        return shares.partition();
    }

    /** {@code [class]}: the clients that have it; their numbers differ by at most one between classes. */
    private List<List<Integer>> owners(int classes, int clients, Keyed random) {
        List<List<Integer>> owners = new ArrayList<>();
        for (int c = 0; c < classes; c++) owners.add(new ArrayList<>());
        for (int client = 0; client < clients; client++) {
            int[] tie = Shares.shuffled(classes, random);
            Integer[] fewest = IntStream.range(0, classes).boxed().toArray(Integer[]::new);
            Arrays.sort(fewest, Comparator.<Integer>comparingInt(c -> owners.get(c).size()).thenComparingInt(c -> tie[c]));
            for (int i = 0; i < classesPerClient; i++) owners.get(fewest[i]).add(client);
        }
        return owners;
    }
}
