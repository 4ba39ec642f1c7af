package org.gradus.federated.time;

import java.util.Comparator;

/** An answer of a client to the model that the server sent in a round, and the virtual second at which it arrives. */
public record Arrival(double time, int client, long round) implements Comparable<Arrival> {
    private static final Comparator<Arrival> ORDER = Comparator.comparingDouble(Arrival::time)
            .thenComparingInt(Arrival::client).thenComparingLong(Arrival::round);

    @Override
    public int compareTo(Arrival other) {
        return ORDER.compare(this, other);
    }
}
