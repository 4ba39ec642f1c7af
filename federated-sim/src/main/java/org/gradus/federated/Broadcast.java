package org.gradus.federated;

import org.gradus.federated.array.ArrayState;
import org.gradus.federated.codec.Codec;
import org.gradus.federated.random.Keyed;
import org.gradus.federated.random.Purpose;

/**
 * What the server sends to each client of a round, as clients decode it.
 *
 * @param round what keys and schedules see as the round
 * @param model the point where local work begins
 * @param vectors what a method sends along: control variate, momentum, average gradient, second moment
 * @param inner averaged state of the clients' optimizers; null unless it is averaged
 * @param bytes of all payloads, for one client
 */
record Broadcast(long round, double[] model, double[][] vectors, ArrayState inner, long bytes) {
    /** Encodes and decodes; vector k has its own stream. */
    static final class Sender {
        private static final int SERVER = -1;
        private final Codec codec;
        private final long seed;
        private final long round;
        private long bytes;
        private int sent;

        Sender(Codec codec, long seed, long round) {
            this.codec = codec;
            this.seed = seed;
            this.round = round;
        }

        double[] send(double[] vector) {
            int k = sent++;
            byte[] payload = codec.encode(vector, stream(k));
            bytes += payload.length;
            double[] decoded = new double[vector.length];
            codec.decode(payload, decoded, stream(k));
            return decoded;
        }

        private Keyed stream(int k) {
            return Keyed.of(seed, round, SERVER, k, Purpose.CODEC);
        }

        long bytes() {
            return bytes;
        }
    }
}
