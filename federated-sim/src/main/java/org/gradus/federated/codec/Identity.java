package org.gradus.federated.codec;

import java.nio.ByteBuffer;
import org.gradus.federated.random.Keyed;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;

/** Every number of the vector, in order: d numbers of the precision. */
@Entry(type = "identity", about = "every number, rounded to a precision")
public record Identity(
        @Option(value = "float32", about = "how a number travels") Precision precision) implements Codec {
    @Override
    public byte[] encode(double[] vector, Keyed random) {
        Check.finite(vector);
        ByteBuffer payload = Payload.of((long) vector.length * precision.bytes(), 0);
        for (double value : vector) precision.put(payload, value);
        return payload.array();
    }

    @Override
    public void decode(byte[] payload, double[] into, Keyed random) {
        ByteBuffer numbers = Payload.of(payload, (long) into.length * precision.bytes(), 0);
        for (int i = 0; i < into.length; i++) into[i] = precision.get(numbers);
    }
}
