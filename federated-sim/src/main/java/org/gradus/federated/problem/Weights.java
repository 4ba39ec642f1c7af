package org.gradus.federated.problem;

import org.gradus.optim.option.Require;

/** Checks of clients' weights. */
final class Weights {
    private Weights() {}

    static void check(double[] weights, int clients) {
        Require.check(weights.length == clients, "weights", "one a client (" + clients + ")", weights.length);
        double sum = 0;
        for (double weight : weights) {
            Require.nonNegative("weights", weight);
            sum += weight;
        }
        Require.check(sum > 0, "weights", "not all 0", "all 0");
    }
}
