package org.gradus.federated.partition;

import java.util.Arrays;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.InvalidInput;

/** One client a group (an author, a device, a president), in the order of the group numbers. Nothing is random. */
@Entry(type = "natural", about = "one client a group of the data: author, device, place")
public record Natural() implements Partitioner {
    @Override
    public Partition split(int[] labels, int[] groups, int clients, long seed) {
        Shares shares = new Shares(labels.length, clients);
        if (groups == null) throw new InvalidInput("natural needs the group of each row, and this data has no groups");
        if (groups.length != labels.length) {
            throw new InvalidInput(groups.length + " groups for " + labels.length + " rows: give one a row");
        }
        int[] names = Arrays.stream(groups).distinct().sorted().toArray();
        if (names.length != clients) {
            throw new InvalidInput("natural makes one client a group: clients must be " + names.length
                    + ", but is " + clients);
        }
        for (int row = 0; row < groups.length; row++) shares.give(Arrays.binarySearch(names, groups[row]), row);
        return shares.partition();
    }
}
