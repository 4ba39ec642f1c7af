package org.gradus.theory.lora;

/** Of a pair: A is m x r, B n x r. */
record Size(int m, int n, int r) {
    /** The longer side is given, the other a quarter shorter; the rank is a third of the longer, below both. */
    static Size of(int m) {
        return new Size(m, Math.max(2, (3 * m + 3) / 4), Math.max(1, m / 3));
    }
}
