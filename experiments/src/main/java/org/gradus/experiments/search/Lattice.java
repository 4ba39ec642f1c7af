package org.gradus.experiments.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.optim.option.Require;

/** A product of evenly spaced values with as many combinations as fit into a number, the counts as equal as can be. */
record Lattice(List<Range> ranges, int points) {
    /** Every combination, as shares of the ranges; the last varies fastest. */
    List<double[]> shares() {
        int[] counts = counts();
        List<double[]> all = new ArrayList<>();
        int[] place = new int[counts.length];
        for (int n = 0, total = product(counts); n < total; n++) {
            double[] shares = new double[counts.length];
            Arrays.setAll(shares, i -> share(i, place[i], counts[i]));
            all.add(shares);
            for (int i = place.length - 1; i >= 0 && ++place[i] == counts[i]; i--) place[i] = 0;
        }
        return all;
    }

    private double share(int option, int place, int count) {
        return ranges.get(option) instanceof Listed ? (place + 0.5) / count : place / (count - 1.0);
    }

    private int[] counts() {
        int[] counts = ranges.stream().mapToInt(r -> r instanceof Listed l ? l.values().size() : 2).toArray();
        long least = Arrays.stream(counts).asLongStream().reduce(1, (a, b) -> Math.min(Integer.MAX_VALUE, a * b));
        Require.check(least <= points, "points", "at least " + least + " for a grid over " + counts.length
                + (counts.length == 1 ? " option" : " options (or take the method halton)"), points);
        for (int i = next(counts); i >= 0; i = next(counts)) counts[i]++;
        return counts;
    }

    /** The first option of the fewest values that can have one more; -1 if none can. */
    private int next(int[] counts) {
        int next = -1;
        for (int i = 0; i < counts.length; i++) {
            if (ranges.get(i) instanceof Listed || next >= 0 && counts[next] <= counts[i]) continue;
            if (product(counts) / counts[i] * (counts[i] + 1) <= points) next = i;
        }
        return next;
    }

    private static int product(int[] counts) {
        return Arrays.stream(counts).reduce(1, (a, b) -> a * b);
    }
}
