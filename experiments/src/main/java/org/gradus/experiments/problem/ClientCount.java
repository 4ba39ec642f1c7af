package org.gradus.experiments.problem;

import org.gradus.optim.option.Require;

/** Clients that no memory holds are refused before they are made. */
final class ClientCount {
    private static final int MOST = 10_000_000;
    private static final long MOST_NUMBERS = 200_000_000;

    private ClientCount() {}

    static void check(int clients) {
        Require.check(clients >= 1 && clients <= MOST, "clients", "from 1 to " + MOST, clients);
    }

    /** Of clients that each have so many numbers of their own; the complaint is about this option. */
    static void checkNumbers(int clients, String option, int value, long each) {
        Require.check(clients * each <= MOST_NUMBERS, option, "such that all clients have at most " + MOST_NUMBERS
                + " numbers together (" + clients + " with " + each + " each)", value);
    }
}
