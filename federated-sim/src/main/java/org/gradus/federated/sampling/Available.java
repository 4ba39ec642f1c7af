package org.gradus.federated.sampling;

import java.util.List;
import java.util.stream.IntStream;
import org.gradus.federated.random.Keyed;
import org.gradus.federated.random.Purpose;
import org.gradus.federated.random.Subset;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;

/**
 * Samples uniformly among the clients that are there in the round. Who is there is a trace: either lists of clients, one a
 * round and over again from the first after the last; or times on and off in rounds, by client, each from a phase of its
 * own that is drawn once from the seed. Where fewer are there than are to be sampled, all of them take part: perhaps nobody.
 */
@Entry(type = "available", about = "at random among the clients that an availability trace says are there")
public record Available(
        @Option(value = "0", about = "clients a round; or give fraction") int count,
        @Option(value = "0", about = "share of all clients, rounded down to at least one; or give count") double fraction,
        @Option(value = "[]", about = "the clients there in round 0, 1, ...; or give on and off") List<List<Integer>> rounds,
        @Option(value = "[]", about = "rounds on, >= 1: one number for all, or one a client") List<Integer> on,
        @Option(value = "[]", about = "rounds off, >= 0: one number for all, or one a client") List<Integer> off)
        implements Sampler {
    public Available {
        Subset.require("count", count, fraction);
        rounds = rounds.stream().map(List::copyOf).toList();
        on = List.copyOf(on);
        off = List.copyOf(off);
        if (rounds.isEmpty() == (on.isEmpty() && off.isEmpty())) {
            throw new InvalidInput("give either rounds, or on and off: who is there, by round or by client");
        }
        Require.check(on.isEmpty() == off.isEmpty(), "off", "given together with on", off);
        Require.check(on.stream().allMatch(n -> n >= 1), "on", "at least 1 each", on);
        Require.check(off.stream().allMatch(n -> n >= 0), "off", "at least 0 each", off);
    }

    @Override
    public int[] cohort(long seed, long round, int clients, double[] weights) {
        Check.round(round, clients);
        int size = Check.size(count, fraction, clients);
        int[] there = rounds.isEmpty() ? onNow(seed, round, clients) : listed(round, clients);
        int[] chosen = Subset.draw(Math.min(size, there.length), there.length, Check.random(seed, round));
        return IntStream.of(chosen).map(i -> there[i]).toArray();
    }

    private int[] listed(long round, int clients) {
        int index = (int) (round % rounds.size());
        int[] there = rounds.get(index).stream().mapToInt(Integer::intValue).sorted().distinct().toArray();
        for (int client : there) {
            Require.check(client >= 0 && client < clients, "client in rounds[" + index + "]",
                    "in [0, " + clients + ")", client);
        }
        return there;
    }

    private int[] onNow(long seed, long round, int clients) {
        ofEach("on", on, clients);
        ofEach("off", off, clients);
        Keyed random = Check.random(seed, round);
        return IntStream.range(0, clients).filter(client -> {
            int times = on.get(on.size() == 1 ? 0 : client);
            int period = Math.addExact(times, off.get(off.size() == 1 ? 0 : client));
            random.rekey(seed, 0, client, 1, Purpose.SAMPLING);
            return (round + random.nextInt(period)) % period < times;
        }).toArray();
    }

    private static void ofEach(String name, List<Integer> values, int clients) {
        Require.check(values.size() == 1 || values.size() == clients, name,
                "one number, or one for each of " + clients + " clients", values.size() + " numbers");
    }
}
