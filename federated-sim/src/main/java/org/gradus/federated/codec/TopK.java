package org.gradus.federated.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.commons.math3.util.KthSelector;
import org.gradus.federated.random.Keyed;
import org.gradus.federated.random.Subset;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;

/**
 * The k coordinates of largest magnitude (of equals, the first), the others 0: k numbers, then their indices as in
 * {@link Indices}. Biased: use it with error feedback.
 */
@Entry(type = "top-k", about = "the largest coordinates and where they stand; biased, for error feedback",
        source = "Stich et al. 2018, arXiv 1809.07599")
public record TopK(
        @Option(value = "0", about = "share of the coordinates, rounded down to at least one; or give k") double fraction,
        @Option(value = "0", about = "coordinates kept, at most all; or give fraction") int k,
        @Option(value = "float32", about = "how a number travels") Precision precision) implements Codec {
    public TopK {
        Subset.require("k", k, fraction);
    }

    @Override
    public byte[] encode(double[] vector, Keyed random) {
        Check.finite(vector);
        int[] kept = largest(vector, size(vector.length));
        ByteBuffer payload = Payload.of((long) kept.length * precision.bytes(), Indices.bits(kept.length, vector.length));
        for (int index : kept) precision.put(payload, vector[index]);
        Indices.write(kept, vector.length, new BitWriter(payload.array(), payload.position()));
        return payload.array();
    }

    @Override
    public void decode(byte[] payload, double[] into, Keyed random) {
        int kept = size(into.length);
        ByteBuffer numbers = Payload.of(payload, (long) kept * precision.bytes(), Indices.bits(kept, into.length));
        int[] indices = Indices.read(kept, into.length, new BitReader(payload, kept * precision.bytes()));
        Arrays.fill(into, 0);
        for (int index : indices) into[index] = precision.get(numbers);
    }

    private int size(int length) {
        Check.k(k, length);
        return Subset.size(k, fraction, length);
    }

    /** All above the k-th largest magnitude, and the first ones equal to it. */
    private static int[] largest(double[] vector, int k) {
        double[] magnitudes = new double[vector.length];
        for (int i = 0; i < vector.length; i++) magnitudes[i] = Math.abs(vector[i]);
        double threshold = new KthSelector().select(magnitudes, null, vector.length - k);
        int ties = k;
        for (double magnitude : magnitudes) if (magnitude > threshold) ties--;
        int[] kept = new int[k];
        int next = 0;
        for (int i = 0; i < vector.length; i++) {
            double magnitude = Math.abs(vector[i]);
            if (magnitude > threshold || magnitude == threshold && ties-- > 0) kept[next++] = i;
        }
        return kept;
    }
}
