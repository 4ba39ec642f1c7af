package org.gradus.federated.random;

import org.gradus.optim.option.Require;

/**
 * The random stream of a key (seed, round, client, step, purpose): xoroshiro128++ (Blackman and Vigna, arXiv 1805.01407)
 * whose 128 bits of state are two independent hashes of the key. Making one costs about as much as ten draws;
 * {@link #rekey} turns an existing object into the stream of another key. For one thread.
 */
public final class Keyed {
    private long s0;
    private long s1;

    private Keyed() {}

    /** @param purpose keeps what is drawn for one thing from moving what is drawn for another */
    public static Keyed of(long seed, long round, long client, long step, Purpose purpose) {
        Keyed keyed = new Keyed();
        keyed.rekey(seed, round, client, step, purpose);
        return keyed;
    }

    /** From now on the stream of this key, from its start. */
    public void rekey(long seed, long round, long client, long step, Purpose purpose) {
        long a = stafford(seed ^ 0x9E3779B97F4A7C15L);
        long b = murmur(seed ^ 0x6A09E667F3BCC909L);
        a = stafford(a ^ round);
        b = murmur(b ^ round);
        a = stafford(a ^ client);
        b = murmur(b ^ client);
        a = stafford(a ^ step);
        b = murmur(b ^ step);
        state(stafford(a ^ purpose.ordinal()), murmur(b ^ purpose.ordinal()));
    }

    /** A second stream that goes on from here as this one does. */
    public Keyed copy() {
        Keyed copy = new Keyed();
        copy.state(s0, s1);
        return copy;
    }

    /** All zeros is the one state that the generator never leaves. */
    void state(long s0, long s1) {
        this.s0 = (s0 | s1) == 0 ? 1 : s0;
        this.s1 = s1;
    }

    /** 64 random bits. */
    public long nextLong() {
        long x = s0;
        long y = s1;
        long bits = Long.rotateLeft(x + y, 17) + x;
        y ^= x;
        s0 = Long.rotateLeft(x, 49) ^ y ^ (y << 21);
        s1 = Long.rotateLeft(y, 28);
        return bits;
    }

    /** Uniform on the multiples of 2^-53 in [0, 1). */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /** Uniform on the odd multiples of 2^-53 in (0, 1): symmetric around 1/2, with a logarithm that is finite. */
    public double nextOpen() {
        return (nextLong() >>> 12 << 1 | 1) * 0x1p-53;
    }

    /** 1 or -1, each with probability 1/2. */
    public int nextSign() {
        return (int) (nextLong() >> 63) | 1;
    }

    /** Exponential with mean 1. */
    public double nextExponential() {
        return -StrictMath.log(nextOpen());
    }

    /** Uniform on 0 .. bound - 1, exactly (Lemire, arXiv 1805.10941). */
    public int nextInt(int bound) {
        Require.check(bound > 0, "bound", "at least 1", bound);
        long product = (nextLong() >>> 32) * bound;
        if ((product & 0xFFFFFFFFL) < bound) {
            long uneven = 0x100000000L % bound;
            while ((product & 0xFFFFFFFFL) < uneven) product = (nextLong() >>> 32) * bound;
        }
        return (int) (product >>> 32);
    }

    /** Normal with mean 0 and variance 1; by ziggurat, exact in the tails. */
    public double nextGaussian() {
        long bits = nextLong();
        int layer = (int) bits & Ziggurat.LAST;
        double x = (bits >> 11 << 1 | 1) * Ziggurat.WIDTH[layer];
        return Math.abs(x) < Ziggurat.EDGE[layer + 1] ? x : Ziggurat.outside(this, layer, x);
    }

    /** Writes {@code scale} times a normal draw to {@code out[from], ..., out[from + length - 1]}. */
    public void fillGaussian(double[] out, int from, int length, double scale) {
        for (int i = from; i < from + length; i++) out[i] = scale * nextGaussian();
    }

    /** Every order of the array equally likely (Fisher and Yates). */
    public void shuffle(int[] array) {
        for (int i = array.length - 1; i > 0; i--) {
            int j = nextInt(i + 1);
            int moved = array[i];
            array[i] = array[j];
            array[j] = moved;
        }
    }

    /** Variant 13 of Stafford: the output function of SplitMix64. */
    private static long stafford(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** The finalizer of MurmurHash3. */
    private static long murmur(long z) {
        z = (z ^ (z >>> 33)) * 0xFF51AFD7ED558CCDL;
        z = (z ^ (z >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return z ^ (z >>> 33);
    }
}
