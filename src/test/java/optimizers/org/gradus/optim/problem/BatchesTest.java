package org.gradus.optim.problem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BatchesTest {
    @Property(tries = 100)
    void anEpochHoldsEveryExampleOnce(@ForAll @IntRange(min = 1, max = 200) int examples,
                                      @ForAll @IntRange(min = 1, max = 250) int size,
                                      @ForAll @IntRange(min = 0, max = 1000) int epoch, @ForAll long seed) {
        Batches batches = new Batches(examples, size, seed);
        long first = (long) epoch * batches.perEpoch();
        int[] seen = IntStream.range(0, batches.perEpoch())
                .flatMap(i -> Arrays.stream(batches.at(first + i))).sorted().toArray();
        assertArrayEquals(IntStream.range(0, examples).toArray(), seen);
    }

    @Property(tries = 100)
    void aBatchDependsOnSeedAndStepAlone(@ForAll @IntRange(min = 0, max = 100_000) int step, @ForAll long seed) {
        Batches used = new Batches(50, 8, seed);
        used.at(step / 2);
        used.at(step + 9);
        assertArrayEquals(new Batches(50, 8, seed).at(step), used.at(step));
    }

    @Test
    void epochsAndSeedsDiffer() {
        int[] first = new Batches(100, 100, 1).at(0);
        assertFalse(Arrays.equals(first, new Batches(100, 100, 1).at(1)));
        assertFalse(Arrays.equals(first, new Batches(100, 100, 2).at(0)));
    }

    /** Every example comes first equally often: 5 standard deviations around the mean. */
    @Test
    void ordersAreUniform() {
        int[] counts = new int[10];
        Batches batches = new Batches(10, 10, 3);
        for (int epoch = 0; epoch < 10_000; epoch++) counts[batches.at(epoch)[0]]++;
        for (int count : counts) assertEquals(1000, count, 5 * Math.sqrt(1000 * 0.9));
    }

    @Test
    void badInputIsOneLine() {
        assertTrue(ProblemContractTest.complaint(() -> new Batches(0, 1, 1)).contains("examples"));
        assertTrue(ProblemContractTest.complaint(() -> new Batches(5, 0, 1)).contains("batchSize"));
        assertTrue(ProblemContractTest.complaint(() -> new Batches(5, 1, 1).at(-1)).contains("step"));
    }
}
