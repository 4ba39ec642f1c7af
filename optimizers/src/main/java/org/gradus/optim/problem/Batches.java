package org.gradus.optim.problem;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.gradus.optim.option.Require;

/**
 * Mini-batches without replacement: every epoch is a fresh random order of all examples, cut into batches; the last
 * batch of an epoch is shorter where the size does not divide. The batch is a function of (seed, step) alone, so
 * training that resumes at any step sees the batches it would have seen. For one thread.
 */
public final class Batches {
    private final int batchSize;
    private final long seed;
    private final int[] order;
    private long orderedEpoch = -1;

    /** @param batchSize at least 1; more than there are examples means all of them */
    public Batches(int examples, int batchSize, long seed) {
        Require.check(examples > 0, "examples", "at least 1", examples);
        Require.check(batchSize > 0, "batchSize", "at least 1", batchSize);
        this.batchSize = Math.min(batchSize, examples);
        this.seed = seed;
        this.order = new int[examples];
    }

    /** Batches in an epoch. */
    public int perEpoch() {
        return (order.length - 1) / batchSize + 1;
    }

    /** The example indices of step 0, 1, ...; a new array. */
    public int[] at(long step) {
        Require.check(step >= 0, "step", "at least 0", step);
        shuffle(step / perEpoch());
        int from = (int) (step % perEpoch()) * batchSize;
        return Arrays.copyOfRange(order, from, from + Math.min(batchSize, order.length - from));
    }

    private void shuffle(long epoch) {
        if (epoch == orderedEpoch) return;
        SplittableRandom random = Seeds.random(seed, epoch);
        for (int i = 0; i < order.length; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        orderedEpoch = epoch;
    }
}
