package org.gradus.federated.sampling;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.gradus.federated.random.Keyed;
import org.gradus.federated.random.Subset;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Option;

/**
 * One after another, each with a probability in proportion to its weight among those left. Computed as a race: client i
 * arrives after an exponential time of rate w_i, and the first arrivals are the cohort. (So with more than one a round, the
 * chance to take part is not quite in proportion to the weight.) A weight of 0 is never drawn.
 */
@Entry(type = "weighted", about = "by weight, without replacement",
        source = "Efraimidis and Spirakis 2006, Weighted random sampling with a reservoir")
public record Weighted(
        @Option(value = "0", about = "clients a round; or give fraction") int count,
        @Option(value = "0", about = "share of the clients, rounded down to at least one; or give count") double fraction)
        implements Sampler {
    private record Arrival(double time, int client) {}

    public Weighted {
        Subset.require("count", count, fraction);
    }

    @Override
    public int[] cohort(long seed, long round, int clients, double[] weights) {
        Check.round(round, clients);
        int size = Check.size(count, fraction, clients);
        int positive = positive(weights, clients);
        if (positive < size) {
            throw new InvalidInput(size + " clients are to be sampled but only " + positive + " have a weight above 0");
        }
        Keyed random = Check.random(seed, round);
        PriorityQueue<Arrival> first = new PriorityQueue<>(
                Comparator.comparingDouble(Arrival::time).thenComparingInt(Arrival::client).reversed());
        for (int client = 0; client < clients; client++) {
            double time = random.nextExponential() / weights[client];
            if (weights[client] > 0) first.add(new Arrival(time, client));
            if (first.size() > size) first.remove();
        }
        return first.stream().mapToInt(Arrival::client).sorted().toArray();
    }

    private static int positive(double[] weights, int clients) {
        if (weights == null || weights.length != clients) {
            throw new InvalidInput("weighted needs a weight for each of " + clients + " clients, but has "
                    + (weights == null ? "none" : weights.length));
        }
        int positive = 0;
        for (int client = 0; client < clients; client++) {
            if (!(weights[client] >= 0) || weights[client] == Double.POSITIVE_INFINITY) {
                throw new InvalidInput("the weight of client " + client + " must be a finite number >= 0, but is "
                        + weights[client]);
            }
            if (weights[client] > 0) positive++;
        }
        return positive;
    }
}
