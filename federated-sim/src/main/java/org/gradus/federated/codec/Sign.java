package org.gradus.federated.codec;

import java.nio.ByteBuffer;
import org.gradus.federated.random.Keyed;
import org.gradus.optim.option.Entry;

/**
 * {@code mean|v| sign(v_i)}: the mean magnitude as float32, then a bit a coordinate, 1 where it is negative. One bit has no
 * zero: a coordinate that is 0 comes out as the mean magnitude. Biased: use it with error feedback.
 */
@Entry(type = "sign", about = "one bit a coordinate and one scale; biased, for error feedback",
        source = "Karimireddy et al. 2019, arXiv 1901.09847, Algorithm 1")
public record Sign() implements Codec {
    @Override
    public byte[] encode(double[] vector, Keyed random) {
        Check.finite(vector);
        ByteBuffer payload = Payload.of(Precision.FLOAT32.bytes(), vector.length);
        Precision.FLOAT32.put(payload, meanMagnitude(vector));
        BitWriter out = new BitWriter(payload.array(), payload.position());
        for (double value : vector) out.write(value < 0 ? 1 : 0, 1);
        return payload.array();
    }

    @Override
    public void decode(byte[] payload, double[] into, Keyed random) {
        double scale = Precision.FLOAT32.get(Payload.of(payload, Precision.FLOAT32.bytes(), into.length));
        BitReader in = new BitReader(payload, Precision.FLOAT32.bytes());
        for (int i = 0; i < into.length; i++) into[i] = in.read(1) == 0 ? scale : -scale;
    }

    private static double meanMagnitude(double[] vector) {
        double mean = 0;
        for (double value : vector) mean += Math.abs(value) / vector.length;
        return mean;
    }
}
