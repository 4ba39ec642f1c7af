package org.gradus.federated.codec;

import java.nio.ByteBuffer;
import org.gradus.federated.random.Keyed;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;

/**
 * {@code norm sign(v_i) l_i / levels}, where l_i is {@code levels |v_i| / norm} rounded up or down at random so that its
 * mean is exact. The norm as float32, then a coordinate a bit of sign and {@code ceil(log2(levels + 1))} bits of level.
 * The norm is rounded up, so no level lies above {@code levels}; a vector of zeros is norm 0. (The paper codes levels in
 * variable length, which is shorter where most are 0; fields of one width keep the bytes a function of d alone.)
 */
@Entry(type = "qsgd", about = "stochastic rounding to a few levels of the vector's norm; unbiased",
        source = "Alistarh et al. 2017, arXiv 1610.02132, section 3.1")
public record Qsgd(
        @Option(value = "127", about = "levels above 0, in [1, 2^30]; 1 is signs and zeros alone") int levels)
        implements Codec {
    public Qsgd {
        Require.check(levels >= 1 && levels <= 1 << 30, "levels", "in [1, 2^30]", levels);
    }

    @Override
    public byte[] encode(double[] vector, Keyed random) {
        Check.finite(vector);
        double norm = above(norm(vector));
        ByteBuffer payload = Payload.of(Precision.FLOAT32.bytes(), bits(vector.length));
        Precision.FLOAT32.put(payload, norm);
        BitWriter out = new BitWriter(payload.array(), payload.position());
        for (double value : vector) {
            double exact = norm == 0 ? 0 : Math.abs(value) / norm * levels;
            long level = (long) Math.min(levels, Math.floor(exact + random.nextDouble()));
            out.write(level << 1 | (value < 0 ? 1 : 0), fieldBits());
        }
        return payload.array();
    }

    @Override
    public void decode(byte[] payload, double[] into, Keyed random) {
        double norm = Precision.FLOAT32.get(Payload.of(payload, Precision.FLOAT32.bytes(), bits(into.length)));
        Require.check(norm >= 0, "norm in the payload", "at least 0", norm);
        BitReader in = new BitReader(payload, Precision.FLOAT32.bytes());
        for (int i = 0; i < into.length; i++) {
            long field = in.read(fieldBits());
            Require.check(field >>> 1 <= levels, "level in the payload", "at most " + levels, field >>> 1);
            double magnitude = norm * (field >>> 1) / levels;
            into[i] = (field & 1) == 0 ? magnitude : -magnitude;
        }
    }

    @Override
    public boolean unbiased() {
        return true;
    }

    private int fieldBits() {
        return 1 + 32 - Integer.numberOfLeadingZeros(levels);
    }

    private long bits(int length) {
        return (long) length * fieldBits();
    }

    /** The smallest float32 that is not below. */
    private static double above(double norm) {
        double rounded = Precision.FLOAT32.round(norm);
        return rounded >= norm ? rounded : Math.nextUp((float) rounded);
    }

    /** Scaled by the largest, so that squares neither overflow nor vanish. */
    private static double norm(double[] vector) {
        double largest = 0;
        for (double value : vector) largest = Math.max(largest, Math.abs(value));
        if (largest == 0) return 0;
        double squares = 0;
        for (double value : vector) squares += value / largest * (value / largest);
        return largest * Math.sqrt(squares);
    }
}
