package org.gradus.federated.sampling;

import java.util.List;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;

/** The same clients in every round. */
@Entry(type = "fixed", about = "the same clients in every round")
public record Fixed(@Option(about = "client numbers, each once, from 0") List<Integer> clients) implements Sampler {
    public Fixed {
        clients = List.copyOf(clients);
        Require.check(!clients.isEmpty(), "clients", "at least one client", clients);
        Require.check(clients.stream().distinct().count() == clients.size(), "clients", "different", clients);
        Require.check(clients.stream().allMatch(client -> client >= 0), "clients", "numbers from 0", clients);
    }

    @Override
    public int[] cohort(long seed, long round, int clients, double[] weights) {
        Check.round(round, clients);
        int[] cohort = this.clients.stream().mapToInt(Integer::intValue).sorted().toArray();
        if (cohort[cohort.length - 1] >= clients) {
            throw new InvalidInput("fixed names client " + cohort[cohort.length - 1] + " but there are only " + clients
                    + " clients, numbered from 0");
        }
        return cohort;
    }
}
