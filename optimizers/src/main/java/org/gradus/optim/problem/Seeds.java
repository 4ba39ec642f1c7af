package org.gradus.optim.problem;

import java.util.SplittableRandom;

/** Random streams by key: the stream of (seed, label) depends on nothing that was drawn before. */
final class Seeds {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private Seeds() {}

    static SplittableRandom random(long seed, long label) {
        return new SplittableRandom(mix(mix(seed) + label * GOLDEN_GAMMA));
    }

    /** The output function of SplitMix64 (Steele, Lea, Flood 2014), variant 13 of Stafford. */
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
