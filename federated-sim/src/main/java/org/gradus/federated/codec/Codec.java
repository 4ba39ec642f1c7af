package org.gradus.federated.codec;

import org.gradus.federated.random.Keyed;
import org.gradus.optim.option.Catalogue;
import org.gradus.optim.option.InvalidInput;

/** A vector as bytes and back, with or without loss. */
public interface Codec {
    /**
     * @param vector of any length at least 1; not changed
     * @param random the stream that both sides know, at its start
     * @throws InvalidInput if a value is not finite or does not fit the number format, or the codec does not fit the length
     */
    byte[] encode(double[] vector, Keyed random);

    /**
     * Writes over {@code into}, whose length is that of the vector that was encoded.
     *
     * @param random the same stream at the same place as for {@link #encode}
     * @throws InvalidInput if the payload cannot be one of this codec for that length
     */
    void decode(byte[] payload, double[] into, Keyed random);

    /** Whether the mean of what is decoded, over streams, is the vector itself; it then needs no error feedback. */
    default boolean unbiased() {
        return false;
    }

    /** A type name, text such as {@code "top-k(fraction=0.01)"}, or a map with a {@code type}. */
    static Codec parse(Object spec) {
        return Codecs.CATALOGUE.read(spec);
    }

    /** The map that {@link #parse} reads. */
    default Object write() {
        return Catalogue.write(this);
    }
}
