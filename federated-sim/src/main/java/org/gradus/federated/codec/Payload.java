package org.gradus.federated.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.gradus.optim.option.InvalidInput;

/** The bytes of a message: numbers first, then bit fields. */
final class Payload {
    private Payload() {}

    /** An empty payload: whole bytes for the numbers, then as many bytes as the bits need. */
    static ByteBuffer of(long numberBytes, long bits) {
        return ordered(new byte[Math.toIntExact(length(numberBytes, bits))]);
    }

    /** A payload that came in. */
    static ByteBuffer of(byte[] payload, long numberBytes, long bits) {
        if (payload.length != length(numberBytes, bits)) {
            throw new InvalidInput("the payload has " + payload.length + " bytes, but this codec sends "
                    + length(numberBytes, bits) + " for a vector of that length");
        }
        int spare = (int) (8L * ((bits + 7) / 8) - bits);
        if (spare > 0 && (payload[payload.length - 1] & 0xFF) >>> 8 - spare != 0) {
            throw new InvalidInput("the payload's last byte has bits set beyond its end");
        }
        return ordered(payload);
    }

    private static long length(long numberBytes, long bits) {
        return numberBytes + (bits + 7) / 8;
    }

    private static ByteBuffer ordered(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
