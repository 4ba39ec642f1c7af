package org.gradus.federated.codec;

import org.gradus.federated.random.Keyed;
import org.gradus.optim.option.Catalogue;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Require;

/**
 * Error feedback: what a codec loses is kept by the sender and added to the next vector (Seide et al. 2014; Karimireddy et
 * al. 2019, arXiv 1901.09847, Algorithm 2). The receiver decodes as without. The sum of what was decoded and the residual
 * is the sum of the vectors, up to rounding.
 *
 * @param codec a biased one: an unbiased codec spreads the error instead of losing it, and feeding that back diverges
 */
public record ErrorFeedback(Codec codec) {
    public ErrorFeedback {
        if (codec.unbiased()) {
            throw new InvalidInput("error feedback needs a biased codec, but " + Catalogue.text(codec)
                    + " is unbiased: use it alone" + (codec instanceof RandomK ? ", or set scaled to false" : ""));
        }
    }

    /**
     * Encodes vector + residual.
     *
     * @param residual the sender's memory, zeros before the first vector; becomes what this payload does not carry, and
     *     stays as it was if this throws
     */
    public byte[] encode(double[] vector, double[] residual, Keyed random) {
        Require.check(residual.length == vector.length, "residual",
                "of length " + vector.length + ", as the vector", "of length " + residual.length);
        double[] corrected = new double[vector.length];
        for (int i = 0; i < vector.length; i++) corrected[i] = vector[i] + residual[i];
        Keyed receiver = random.copy();
        byte[] payload = codec.encode(corrected, random);
        double[] decoded = new double[vector.length];
        codec.decode(payload, decoded, receiver);
        for (int i = 0; i < vector.length; i++) residual[i] = corrected[i] - decoded[i];
        return payload;
    }

    public void decode(byte[] payload, double[] into, Keyed random) {
        codec.decode(payload, into, random);
    }
}
