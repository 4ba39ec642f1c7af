package org.gradus.federated.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import org.gradus.optim.option.InvalidInput;

/**
 * How a few scalars travel, such as the directional derivatives of shared-seed methods (Zelikman et al., arXiv
 * 2306.10015). {@link #LOG9} is the quantizer of that paper's published code; {@link #BYTE} is the one that fits a byte.
 */
public enum ScalarFormat {
    /** As it is: 8 bytes. */
    FLOAT64(64),
    /** Rounded to nearest: 4 bytes. */
    FLOAT32(32),
    /**
     * {@code sign(g) e^{P/16}} with {@code P = round(16 ln|g|)} kept in [-127, 127], and 0: two bytes, P + 128 in bits 0 to
     * 7 (0 means 0) and the sign in bit 8. Relative error at most 3.17 % from 3.57e-4 to 2800; outside, the nearest end.
     */
    LOG9(16),
    /**
     * {@code sign(g) e^{(c - 64)/8}} with c = 1 .. 127 in bits 0 to 6 (0 means 0) and the sign in bit 7. Relative error at
     * most 6.45 % from 3.80e-4 to 2631; above that the largest, below half of the smallest 0. 0x80 is never sent.
     */
    BYTE(8),
    /** The sign alone, as 1 or -1 (0 counts as 1): one bit, eight to a byte. */
    SIGN(1);

    private static final double SMALLEST_BYTE = StrictMath.exp(-63 / 8.0);

    private final int bits;

    ScalarFormat(int bits) {
        this.bits = bits;
    }

    /** The bytes of so many scalars. */
    public int bytes(int count) {
        return Math.toIntExact(((long) count * bits + 7) / 8);
    }

    /** @throws InvalidInput if a scalar is not finite, or does not fit float32 */
    public byte[] encode(double[] scalars) {
        ByteBuffer payload = Payload.of(0, (long) scalars.length * bits);
        BitWriter out = new BitWriter(payload.array(), 0);
        for (int i = 0; i < scalars.length; i++) {
            if (!Double.isFinite(scalars[i])) {
                throw new InvalidInput("scalar " + i + " is " + scalars[i] + ": only finite numbers are sent");
            }
            out.write(code(scalars[i]), bits);
        }
        return payload.array();
    }

    /** @throws InvalidInput if the payload cannot be one of so many scalars */
    public double[] decode(byte[] payload, int count) {
        Payload.of(payload, 0, (long) count * bits);
        BitReader in = new BitReader(payload, 0);
        double[] scalars = new double[count];
        Arrays.setAll(scalars, i -> scalar(in.read(bits)));
        return scalars;
    }

    /** What the receiver gets. */
    public double round(double scalar) {
        return decode(encode(new double[] {scalar}), 1)[0];
    }

    private long code(double g) {
        long negative = g < 0 ? 1 : 0;
        double log = StrictMath.log(Math.abs(g));
        return switch (this) {
            case FLOAT64 -> Precision.FLOAT64.encode(g);
            case FLOAT32 -> Precision.FLOAT32.encode(g);
            case LOG9 -> g == 0 ? 0 : negative << 8 | (long) clamp(Math.rint(16 * log), -127, 127) + 128;
            case BYTE -> Math.abs(g) < SMALLEST_BYTE / 2 ? 0
                    : negative << 7 | (long) clamp(Math.rint(8 * log) + 64, 1, 127);
            case SIGN -> negative;
        };
    }

    private double scalar(long code) {
        return switch (this) {
            case FLOAT64 -> Precision.FLOAT64.decode(code);
            case FLOAT32 -> Precision.FLOAT32.decode(code);
            case LOG9 -> logarithmic(code >>> 8, code & 0xFF, 128, 16);
            case BYTE -> logarithmic(code >>> 7, code & 0x7F, 64, 8);
            case SIGN -> code == 0 ? 1 : -1;
        };
    }

    private double logarithmic(long sign, long c, int one, double perUnit) {
        if (sign > 1 || c == 0 && sign == 1) {
            throw new InvalidInput("the payload holds a code that " + name().toLowerCase(Locale.ROOT)
                    + " never sends");
        }
        double magnitude = c == 0 ? 0 : StrictMath.exp((c - one) / perUnit);
        return sign == 0 ? magnitude : -magnitude;
    }

    private static double clamp(double x, double low, double high) {
        return Math.max(low, Math.min(high, x));
    }
}
