package org.gradus.federated.sampling;

import org.gradus.federated.random.Keyed;
import org.gradus.federated.random.Purpose;
import org.gradus.federated.random.Subset;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Require;

/** What samplers have in common. */
final class Check {
    private Check() {}

    static void round(long round, int clients) {
        Require.check(round >= 0, "round", "at least 0", round);
        Require.check(clients >= 1, "clients", "at least 1", clients);
    }

    /** The size of a cohort, which cannot be more than there are clients. */
    static int size(int count, double fraction, int clients) {
        if (count > clients) {
            throw new InvalidInput("count is " + count + " but there are only " + clients + " clients to sample from");
        }
        return Subset.size(count, fraction, clients);
    }

    static Keyed random(long seed, long round) {
        return Keyed.of(seed, round, 0, 0, Purpose.SAMPLING);
    }
}
