package org.gradus.federated.codec;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.gradus.optim.option.InvalidInput;

/** How one number travels: rounded to nearest, ties to even, from float64 in one rounding. */
public enum Precision {
    FLOAT64(64, 52, -1022), FLOAT32(32, 23, -126), FLOAT16(16, 10, -14), BFLOAT16(16, 7, -126);

    private final int bits;
    private final int fraction;
    private final int smallest;

    /**
     * @param fraction bits of the significand after the leading one
     * @param smallest exponent of the smallest normal number
     */
    Precision(int bits, int fraction, int smallest) {
        this.bits = bits;
        this.fraction = fraction;
        this.smallest = smallest;
    }

    public int bytes() {
        return bits / 8;
    }

    /** @throws InvalidInput if the value is not finite, or rounds to more than the largest number of this precision */
    long encode(double value) {
        if (this == FLOAT64 && Double.isFinite(value)) return Double.doubleToRawLongBits(value);
        if (this == FLOAT32 && Float.isFinite((float) value)) return Float.floatToRawIntBits((float) value) & 0xFFFFFFFFL;
        int exponent = Math.max(Math.getExponent(value), smallest);
        double units = Math.rint(Math.scalb(Math.abs(value), fraction - exponent));
        long magnitude = ((long) (exponent - smallest) << fraction) + (long) units;
        if (!Double.isFinite(value) || magnitude >= infinity()) {
            throw new InvalidInput(value + " does not fit " + label() + ", whose largest number is " + largest()
                    + ": choose a precision with more range");
        }
        return magnitude | (Double.doubleToRawLongBits(value) < 0 ? 1L << (bits - 1) : 0);
    }

    /** @throws InvalidInput if the bits are those of an infinity or NaN, which are never sent */
    double decode(long encoded) {
        long magnitude = encoded & (1L << (bits - 1)) - 1;
        if (magnitude >= infinity()) throw new InvalidInput("the payload holds a number that is not finite");
        if (this == FLOAT64) return Double.longBitsToDouble(encoded);
        if (this == FLOAT32) return Float.intBitsToFloat((int) encoded);
        double value = value(magnitude);
        return (encoded >>> (bits - 1) & 1) == 0 ? value : -value;
    }

    /** What the receiver gets. */
    double round(double value) {
        return decode(encode(value));
    }

    void put(ByteBuffer buffer, double value) {
        long encoded = encode(value);
        switch (bits) {
            case 64 -> buffer.putLong(encoded);
            case 32 -> buffer.putInt((int) encoded);
            default -> buffer.putShort((short) encoded);
        }
    }

    double get(ByteBuffer buffer) {
        return decode(switch (bits) {
            case 64 -> buffer.getLong();
            case 32 -> buffer.getInt();
            default -> buffer.getShort();
        });
    }

    private double value(long magnitude) {
        int exponent = (int) (magnitude >>> fraction);
        long units = magnitude & (1L << fraction) - 1;
        return exponent == 0 ? Math.scalb((double) units, smallest - fraction)
                : Math.scalb((double) (units | 1L << fraction), exponent - 1 + smallest - fraction);
    }

    /** The bits of infinity: what a finite number stays below. */
    private long infinity() {
        return (1L << (bits - 1)) - (1L << fraction);
    }

    private double largest() {
        return this == FLOAT64 ? Double.MAX_VALUE : value(infinity() - 1);
    }

    private String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
