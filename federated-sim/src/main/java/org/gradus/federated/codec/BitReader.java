package org.gradus.federated.codec;

/** Reads what {@link BitWriter} wrote. */
final class BitReader {
    private final byte[] bytes;
    private long position;

    BitReader(byte[] bytes, int from) {
        this.bytes = bytes;
        this.position = 8L * from;
    }

    long read(int bits) {
        long value = 0;
        for (int got = 0; got < bits; ) {
            int offset = (int) (position & 7);
            int now = Math.min(8 - offset, bits - got);
            long part = (bytes[(int) (position >>> 3)] & 0xFF) >>> offset & (1 << now) - 1;
            value |= part << got;
            got += now;
            position += now;
        }
        return value;
    }
}
