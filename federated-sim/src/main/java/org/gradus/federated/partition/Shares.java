package org.gradus.federated.partition;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.gradus.federated.random.Keyed;
import org.gradus.federated.random.Purpose;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Require;

/** Rows being shared out: what partitioners have in common. */
final class Shares {
    private final int[] sizes;
    private final int[][] rows;

    /** @throws InvalidInput unless every one of the clients can have a row */
    Shares(int rows, int clients) {
        Require.check(clients >= 1, "clients", "at least 1", clients);
        if (rows < clients) {
            throw new InvalidInput(rows + " rows are too few for " + clients + " clients: every client needs at least one");
        }
        this.rows = new int[clients][4];
        this.sizes = new int[clients];
    }

    static Keyed random(long seed) {
        return Keyed.of(seed, 0, 0, 0, Purpose.PARTITION);
    }

    /** The numbers from 0 to n - 1 in random order. */
    static int[] shuffled(int n, Keyed random) {
        int[] order = IntStream.range(0, n).toArray();
        random.shuffle(order);
        return order;
    }

    /** {@code [class][...]}: the rows of each class that occurs, in random order. */
    static int[][] byClass(int[] labels, Keyed random) {
        for (int row = 0; row < labels.length; row++) {
            Require.check(labels[row] >= 0, "label of row " + row, "at least 0", labels[row]);
        }
        int[] order = shuffled(labels.length, random);
        int[] classes = Arrays.stream(labels).distinct().sorted().toArray();
        int[] counts = new int[classes.length];
        int[] classOf = Arrays.stream(order).map(row -> Arrays.binarySearch(classes, labels[row])).toArray();
        for (int c : classOf) counts[c]++;
        int[][] members = new int[classes.length][];
        for (int c = 0; c < classes.length; c++) members[c] = new int[counts[c]];
        for (int i = order.length - 1; i >= 0; i--) members[classOf[i]][--counts[classOf[i]]] = order[i];
        return members;
    }

    void give(int client, int row) {
        if (sizes[client] == rows[client].length) rows[client] = Arrays.copyOf(rows[client], 2 * sizes[client]);
        rows[client][sizes[client]++] = row;
    }

    /** Cuts a list of rows at the rounded running sums of the proportions, so that nothing is lost or given twice. */
    void cut(int[] list, double[] proportions) {
        double sum = 0;
        int next = 0;
        for (int client = 0; client < proportions.length; client++) {
            sum += proportions[client];
            int end = client == proportions.length - 1 ? list.length
                    : (int) Math.min(list.length, Math.round(sum * list.length));
            while (next < end) give(client, list[next++]);
        }
    }

    /** The partition; a client that would stay empty gets one row of whichever has most (of equals, the first). */
    Partition partition() {
        PriorityQueue<Integer> richest = new PriorityQueue<>(
                Comparator.<Integer>comparingInt(client -> -sizes[client]).thenComparingInt(client -> client));
        for (int client = 0; client < rows.length; client++) {
            if (sizes[client] > 1) richest.add(client);
        }
        for (int client = 0; client < rows.length; client++) {
            if (sizes[client] > 0) continue;
            int donor = richest.remove();
            give(client, rows[donor][--sizes[donor]]);
            if (sizes[donor] > 1) richest.add(donor);
        }
        int[][] result = new int[rows.length][];
        for (int client = 0; client < rows.length; client++) {
            result[client] = Arrays.copyOf(rows[client], sizes[client]);
            Arrays.sort(result[client]);
        }
        return new Partition(result);
    }
}
