package org.gradus.federated.time;

import org.gradus.optim.option.Catalogue;

/**
 * How long a client takes from being sent the model to having answered, in virtual seconds: the time to compute its local
 * steps, which varies by client and round, and the time to move bytes both ways.
 */
public interface Latency {
    /**
     * At least 0; a function of the arguments alone.
     *
     * @param steps local steps
     * @param bytes both ways
     */
    double seconds(long seed, long round, long client, long steps, long bytes);

    /** A type name, text such as {@code "exponential(secondsPerStep=0.1)"}, or a map with a {@code type}. */
    static Latency parse(Object spec) {
        return Latencies.CATALOGUE.read(spec);
    }

    /** The map that {@link #parse} reads. */
    default Object write() {
        return Catalogue.write(this);
    }
}
