package org.gradus.federated.codec;

/** Bit fields one after another, from the low bit of each byte up. */
final class BitWriter {
    private final byte[] bytes;
    private long position;

    /** Starts at that byte of an array of zeros. */
    BitWriter(byte[] bytes, int from) {
        this.bytes = bytes;
        this.position = 8L * from;
    }

    /** The lowest {@code bits} bits of the value, lowest first. */
    void write(long value, int bits) {
        for (int written = 0; written < bits; ) {
            int offset = (int) (position & 7);
            int now = Math.min(8 - offset, bits - written);
            bytes[(int) (position >>> 3)] |= (byte) ((value >>> written & (1 << now) - 1) << offset);
            written += now;
            position += now;
        }
    }
}
