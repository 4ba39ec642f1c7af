package org.gradus.experiments.bench;

import java.util.Random;

/**
 * So many LoRA pairs of m x n weights and rank r in float32, with factors and gradients that every contender gets
 * alike. Factors have columns of norm about 1, so that steps of a small rate stand well above float32's rounding.
 */
public record LoraWorkload(int pairs, int m, int n, int r) {
    /** Elements of all factors. */
    public long total() {
        return (long) pairs * (m + n) * r;
    }

    /** An m x r factor (PEFT's lora_B), row by row. */
    public float[] up(int pair) {
        return normal(m * r, 1 / Math.sqrt(m), 4L * pair);
    }

    /** An r x n factor (PEFT's lora_A), row by row. */
    public float[] down(int pair) {
        return normal(r * n, 1 / Math.sqrt(n), 4L * pair + 1);
    }

    public float[] upGradient(int pair) {
        return normal(m * r, 0.1, 4L * pair + 2);
    }

    public float[] downGradient(int pair) {
        return normal(r * n, 0.1, 4L * pair + 3);
    }

    private static float[] normal(int length, double scale, long seed) {
        Random random = new Random(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) values[i] = (float) (scale * random.nextGaussian());
        return values;
    }

    @Override
    public String toString() {
        return (pairs == 1 ? "" : pairs + " pairs of ") + m + " x " + n + ", rank " + r;
    }
}
