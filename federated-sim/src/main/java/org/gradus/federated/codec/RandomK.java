package org.gradus.federated.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.gradus.federated.random.Keyed;
import org.gradus.federated.random.Subset;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;

/**
 * k coordinates drawn from the stream that both sides know, the others 0: k numbers and nothing else. Scaled by d/k the mean
 * over draws is the vector (up to the rounding of numbers); unscaled it only shrinks, as error feedback needs.
 */
@Entry(type = "random-k", about = "coordinates drawn from the shared seed: only their values travel",
        source = "Konecny et al. 2016, arXiv 1610.05492, random mask; Stich et al. 2018, arXiv 1809.07599")
public record RandomK(
        @Option(value = "0", about = "share of the coordinates, rounded down to at least one; or give k") double fraction,
        @Option(value = "0", about = "coordinates kept, at most all; or give fraction") int k,
        @Option(value = "true", about = "times d/k on arrival: unbiased; false with error feedback") boolean scaled,
        @Option(value = "float32", about = "how a number travels") Precision precision) implements Codec {
    public RandomK {
        Subset.require("k", k, fraction);
    }

    @Override
    public byte[] encode(double[] vector, Keyed random) {
        Check.finite(vector);
        int[] kept = draw(vector.length, random);
        ByteBuffer payload = Payload.of((long) kept.length * precision.bytes(), 0);
        for (int index : kept) precision.put(payload, vector[index]);
        return payload.array();
    }

    @Override
    public void decode(byte[] payload, double[] into, Keyed random) {
        int[] kept = draw(into.length, random);
        ByteBuffer numbers = Payload.of(payload, (long) kept.length * precision.bytes(), 0);
        double factor = scaled ? (double) into.length / kept.length : 1;
        Arrays.fill(into, 0);
        for (int index : kept) into[index] = factor * precision.get(numbers);
        Check.decoded(into);
    }

    @Override
    public boolean unbiased() {
        return scaled;
    }

    private int[] draw(int length, Keyed random) {
        Check.k(k, length);
        return Subset.draw(Subset.size(k, fraction, length), length, random);
    }
}
