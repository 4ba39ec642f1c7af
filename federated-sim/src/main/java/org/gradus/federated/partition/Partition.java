package org.gradus.federated.partition;

import java.util.Arrays;
import java.util.Locale;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Require;

/** {@code rows[client]}: the row numbers of a client, in increasing order. */
public record Partition(int[][] rows) {
    public int clients() {
        return rows.length;
    }

    /** The number of rows of each client. */
    public int[] sizes() {
        return Arrays.stream(rows).mapToInt(client -> client.length).toArray();
    }

    /** {@code [client][label]}: how many rows of a label a client has. */
    public int[][] histogram(int[] labels, int classes) {
        int[][] counts = new int[rows.length][classes];
        for (int client = 0; client < rows.length; client++) {
            for (int row : rows[client]) {
                if (row >= labels.length) throw new InvalidInput("the partition has row " + row + " but there are "
                        + labels.length + " labels: give those that were split");
                Require.check(labels[row] >= 0 && labels[row] < classes, "label of row " + row,
                        "in [0, " + classes + ")", labels[row]);
                counts[client][labels[row]]++;
            }
        }
        return counts;
    }

    /**
     * What the partition turned out to be: a line on sizes and on labels, then for each of the first {@code most} clients
     * its size and its count of every label.
     */
    public String report(int[] labels, int classes, int most) {
        int[] sizes = sizes();
        int[][] counts = histogram(labels, classes);
        int[] sorted = sizes.clone();
        Arrays.sort(sorted);
        double distinct = Arrays.stream(counts).mapToLong(client -> Arrays.stream(client).filter(n -> n > 0).count())
                .average().orElse(0);
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT,
                "%d clients, %d rows; size: smallest %d, median %d, largest %d; labels a client: %.1f of %d on average%n",
                rows.length, Arrays.stream(sizes).sum(), sorted[0], sorted[sorted.length / 2],
                sorted[sorted.length - 1], distinct, classes));
        for (int client = 0; client < Math.min(most, rows.length); client++) {
            text.append(String.format("client %d: %d rows, by label %s%n", client, sizes[client],
                    Arrays.toString(counts[client])));
        }
        if (rows.length > most) text.append(String.format("... and %d more%n", rows.length - most));
        return text.toString();
    }
}
