package org.gradus.experiments.problem;

import org.gradus.federated.noise.Noise;
import org.gradus.federated.problem.Disturbance;
import org.gradus.federated.problem.Quadratics;
import org.gradus.federated.random.Keyed;
import org.gradus.federated.random.Purpose;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;

/**
 * Least squares on 20 features that are 1 like tokens in a text: 2 with probability 0.9, 8 with 0.5, 10 with 0.1. Client m
 * has {@code 1/(2 n) |A_m (x - c_m)|^2} over its n examples; coordinates of c_m are normal around a common point of
 * coordinates + and - 1 in turn. The start is 0.
 */
@Entry(type = "token-clients", about =
        "clients with least squares on frequent and rare binary features, and noise on gradients",
        source = "after the synthetic study of arXiv 2502.04164")
public record TokenClients(
        @Option(value = "10", about = "clients, all of the same weight") int clients,
        @Option(value = "100", about = "examples of a client") int examples,
        @Option(value = "0.25", about = "standard deviation of the clients' minimizers around the common one, >= 0")
        double spread,
        @Option(value = "none", about = "added to every gradient: gaussian(scale=1), student-t(nu=1.5), ...") Noise noise)
        implements FederatedProblemSpec {
    /** The problem is the same in every run: seeds are for the noise and the cohorts. */
    private static final long PROBLEM_SEED = 0;
    private static final int MOST_EXAMPLES = 1_000_000;
    private static final int FREQUENT = 2;
    private static final int MIDDLE = 8;
    private static final int DIMENSION = 20;

    public TokenClients {
        ClientCount.check(clients);
        ClientCount.checkNumbers(clients, "clients", clients, DIMENSION * DIMENSION);
        Require.check(examples >= 1 && examples <= MOST_EXAMPLES, "examples", "from 1 to " + MOST_EXAMPLES, examples);
        Require.nonNegative("spread", spread);
    }

    @Override
    public FederatedTask make() {
        double[][][] q = new double[clients][][];
        double[][] centers = new double[clients][DIMENSION];
        for (int m = 0; m < clients; m++) {
            Keyed random = Keyed.of(PROBLEM_SEED, 0, m, 0, Purpose.PARTITION);
            double[][] a = new double[examples][DIMENSION];
            for (double[] row : a) {
                for (int j = 0; j < DIMENSION; j++) row[j] = random.nextDouble() < frequency(j) ? 1 : 0;
            }
            q[m] = Gram.of(a, examples);
            random.fillGaussian(centers[m], 0, DIMENSION, spread);
            for (int j = 0; j < DIMENSION; j++) centers[m][j] += j % 2 == 0 ? 1 : -1;
        }
        return FederatedTask.of(Quadratics.dense(q, centers).disturbedBy(Disturbance.of(noise)));
    }

    private static double frequency(int feature) {
        if (feature < FREQUENT) return 0.9;
        return feature < FREQUENT + MIDDLE ? 0.5 : 0.1;
    }
}
