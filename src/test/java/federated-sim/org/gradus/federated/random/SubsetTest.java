package org.gradus.federated.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SubsetTest {
    private static Keyed random(long key) {
        return Keyed.of(key, 0, 0, 0, Purpose.SAMPLING);
    }

    @Property(tries = 200)
    void aSubsetIsDifferentNumbersInOrder(@ForAll @IntRange(min = 0, max = 300) int size,
                                          @ForAll @IntRange(min = 0, max = 300) int more, @ForAll long key) {
        int[] drawn = Subset.draw(size, size + more, random(key));
        assertEquals(size, drawn.length);
        for (int i = 0; i < size; i++) {
            assertTrue(drawn[i] >= 0 && drawn[i] < size + more);
            assertTrue(i == 0 || drawn[i] > drawn[i - 1], Arrays.toString(drawn));
        }
        if (more == 0) assertArrayEquals(IntStream.range(0, size).toArray(), drawn);
    }

    /** The 35 subsets of 3 out of 7: all equally often. */
    @Test
    void everySubsetIsEquallyLikely() {
        long[] counts = new long[128];
        Keyed random = random(1);
        for (int i = 0; i < 70_000; i++) {
            int mask = 0;
            for (int drawn : Subset.draw(3, 7, random)) mask |= 1 << drawn;
            counts[mask]++;
        }
        Expect.equallyOften(IntStream.range(0, 128).filter(mask -> Integer.bitCount(mask) == 3)
                .mapToLong(mask -> counts[mask]).toArray());
    }

    /** Would run out of memory or time if either went with n. */
    @Test
    void costsGoWithTheSize() {
        assertEquals(1000, Subset.draw(1000, Integer.MAX_VALUE, random(2)).length);
    }

    @Test
    void aFractionIsRoundedDownToAtLeastOne() {
        assertEquals(29, Subset.size(0, 0.29, 100), "0.29 * 100 is a little below 29 in float64");
        assertEquals(3, Subset.size(0, 0.1, 39));
        assertEquals(1, Subset.size(0, 0.001, 10));
        assertEquals(10, Subset.size(0, 1, 10));
        assertEquals(Integer.MAX_VALUE, Subset.size(0, 1, Integer.MAX_VALUE));
        assertEquals(4, Subset.size(4, 0, 10));
    }

    @Test
    void exactlyOneOfNumberAndFraction() {
        Expect.complaint("neither", () -> Subset.require("k", 0, 0));
        Expect.complaint("both", () -> Subset.require("k", 2, 0.5));
        Expect.complaint("k must be", () -> Subset.require("k", -1, 0));
        Expect.complaint("fraction must be", () -> Subset.require("k", 0, 1.5));
        Expect.complaint("fraction must be", () -> Subset.require("k", 0, Double.NaN));
        Expect.complaint("size must be", () -> Subset.draw(3, 2, random(0)));
    }
}
