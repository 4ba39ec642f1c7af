package org.gradus.federated;

import java.util.Arrays;
import org.gradus.federated.codec.Codec;
import org.gradus.federated.codec.ErrorFeedback;
import org.gradus.federated.random.Keyed;
import org.gradus.federated.random.Purpose;

/** The way of a client's vectors to the server: encoded, counted, decoded. For one thread. */
final class Uplink {
    private final Codec codec;
    private final long seed;
    private final Keyed random = Keyed.of(0, 0, 0, 0, Purpose.CODEC);

    Uplink(Codec codec, long seed) {
        this.codec = codec;
        this.seed = seed;
    }

    /** Sends vector k of an answer; returns what the server decodes. */
    double[] send(Answer answer, double[] vector, long round, int k) {
        random.rekey(seed, round, answer.client, k, Purpose.CODEC);
        return decoded(answer, codec.encode(vector, random), vector.length, round, k);
    }

    /** As {@link #send}, with what earlier payloads lost; it begins at a place of the client's memory. */
    double[] sendWithFeedback(Answer answer, double[] vector, long round, int k, double[] memory, int at) {
        double[] residual = Arrays.copyOfRange(memory, at, at + vector.length);
        random.rekey(seed, round, answer.client, k, Purpose.CODEC);
        byte[] payload = new ErrorFeedback(codec).encode(vector, residual, random);
        System.arraycopy(residual, 0, memory, at, residual.length);
        return decoded(answer, payload, vector.length, round, k);
    }

    private double[] decoded(Answer answer, byte[] payload, int length, long round, int k) {
        answer.bytes += payload.length;
        double[] decoded = new double[length];
        random.rekey(seed, round, answer.client, k, Purpose.CODEC);
        codec.decode(payload, decoded, random);
        return decoded;
    }
}
