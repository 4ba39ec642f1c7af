package org.gradus.federated.codec;

import java.util.Arrays;
import java.util.List;
import org.gradus.federated.random.Keyed;
import org.gradus.federated.random.Purpose;

/** Vectors through a codec: what the tests of codecs share. */
final class Wire {
    static final List<String> ALL = List.of("identity(precision=float64)", "identity", "identity(precision=float16)",
            "identity(precision=bfloat16)", "top-k(fraction=0.3)", "top-k(k=1, precision=float64)", "random-k(fraction=0.3)",
            "random-k(k=1, scaled=false)", "qsgd", "qsgd(levels=1)", "sign", "seed-only", "seed-only(format=byte)");

    private Wire() {}

    static Keyed key(long key) {
        return Keyed.of(key, 1, 2, 3, Purpose.CODEC);
    }

    static double[] vector(int length, long seed) {
        double[] vector = new double[length];
        Keyed.of(seed, 0, 0, 0, Purpose.NOISE).fillGaussian(vector, 0, length, 3);
        return vector;
    }

    static double[] sent(Codec codec, double[] vector, long key) {
        double[] received = new double[vector.length];
        Arrays.fill(received, Double.NaN);
        codec.decode(codec.encode(vector, key(key)), received, key(key));
        return received;
    }

    static double norm(double[] v) {
        return Math.sqrt(Arrays.stream(v).map(x -> x * x).sum());
    }

    static double[] minus(double[] a, double[] b) {
        double[] difference = a.clone();
        for (int i = 0; i < b.length; i++) difference[i] -= b[i];
        return difference;
    }
}
