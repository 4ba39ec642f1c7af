package org.gradus.federated.random;

import java.util.Arrays;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Require;

/** Part of n things: how many, given as a number or as a share, and which, every subset of that size equally likely. */
public final class Subset {
    private Subset() {}

    /** Checks the two options of a record: exactly one of the number and the fraction is given, the other is 0. */
    public static void require(String name, int number, double fraction) {
        Require.check(number >= 0, name, "at least 0", number);
        Require.fraction("fraction", fraction);
        if (number > 0 == fraction > 0) {
            throw new InvalidInput("give either " + name + " (at least 1) or fraction (in (0, 1]), not "
                    + (number > 0 ? "both" : "neither"));
        }
    }

    /** The number; or the fraction of n, rounded down, at least 1. A product like 0.29 * 100 counts as the 29 it means. */
    public static int size(int number, double fraction, int n) {
        return number > 0 ? number : (int) Math.max(1, Math.floor(fraction * n * (1 + 1e-12)));
    }

    /**
     * {@code size} of the numbers 0 .. n - 1, in increasing order (Floyd's algorithm): time and memory go with the size, not
     * with n.
     */
    public static int[] draw(int size, int n, Keyed random) {
        Require.check(size >= 0 && size <= n, "size", "in [0, " + n + "]", size);
        int[] chosen = new int[size];
        IntSet seen = new IntSet(size);
        for (int i = 0; i < size; i++) {
            int last = n - size + i;
            int candidate = random.nextInt(last + 1);
            chosen[i] = seen.add(candidate) ? candidate : last;
            if (chosen[i] == last) seen.add(last);
        }
        Arrays.sort(chosen);
        return chosen;
    }

    /** Numbers at least 0, by open addressing at most half full. */
    private static final class IntSet {
        private final int[] slots;

        IntSet(int size) {
            slots = new int[Integer.highestOneBit(Math.max(1, Math.min(size, 1 << 28))) << 2];
            Arrays.fill(slots, -1);
        }

        boolean add(int value) {
            int slot = value * 0x9E3779B9 & slots.length - 1;
            while (slots[slot] >= 0) {
                if (slots[slot] == value) return false;
                slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = value;
            return true;
        }
    }
}
