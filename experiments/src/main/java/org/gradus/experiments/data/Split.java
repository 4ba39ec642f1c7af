package org.gradus.experiments.data;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Example indices of a training and a test part, each ascending. */
record Split(int[] train, int[] test) {
    private static final int EVERY = 5;

    /** In a random order within the classes, one class after another, every fifth example is for testing. */
    static Split stratified(int[] labels, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] ticket = random.longs(labels.length).toArray();
        int[] order = IntStream.range(0, labels.length).boxed()
                .sorted(Comparator.<Integer>comparingInt(i -> labels[i]).thenComparingLong(i -> ticket[i]))
                .mapToInt(Integer::intValue).toArray();
        return new Split(part(order, false), part(order, true));
    }

    private static int[] part(int[] order, boolean test) {
        return IntStream.range(0, order.length).filter(k -> (k % EVERY == 0) == test).map(k -> order[k]).sorted()
                .toArray();
    }
}
