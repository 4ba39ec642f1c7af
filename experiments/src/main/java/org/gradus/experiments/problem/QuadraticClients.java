package org.gradus.experiments.problem;

import java.util.Arrays;
import org.gradus.federated.noise.Noise;
import org.gradus.federated.problem.Disturbance;
import org.gradus.federated.problem.Quadratics;
import org.gradus.federated.random.Keyed;
import org.gradus.federated.random.Purpose;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;
import org.gradus.optim.problem.Quadratic;

/**
 * Client m has {@code 1/2 (x - c_m)' Q (x - c_m)}; the c_m scatter around a common point whose coordinates are + and -
 * {@code distance} in turn. The start is 0.
 */
@Entry(type = "quadratic-clients", about =
        "clients with quadratics of one Hessian, scattered minimizers, and noise on gradients",
        source = "the synthetic studies of arXiv 2502.04164 and 2509.10439")
public record QuadraticClients(
        @Option(value = "10", about = "clients, all of the same weight") int clients,
        @Option(value = "20", about = "coordinates of x") int dimension,
        @Option(value = "log-spaced", about =
        "log-spaced: diagonal, smallest to largest; gaussian: A'A of a standard normal A") Hessian hessian,
        @Option(value = "0.01", about = "smallest eigenvalue of a log-spaced Hessian, > 0") double smallest,
        @Option(value = "1", about = "largest eigenvalue of a log-spaced Hessian") double largest,
        @Option(value = "3", about = "of the common minimizer from the start, in every coordinate") double distance,
        @Option(value = "0.5", about = "standard deviation of the clients' minimizers around the common one, >= 0")
        double spread,
        @Option(value = "none", about = "added to every gradient: gaussian(scale=1), student-t(nu=1.5), ...") Noise noise)
        implements FederatedProblemSpec {
    /** The problem is the same in every run: seeds are for the noise and the cohorts. */
    private static final long PROBLEM_SEED = 0;
    private static final int LARGEST = 1_000_000;
    private static final int LARGEST_DENSE = 1_000;

    /** The Hessian Q. */
    public enum Hessian { LOG_SPACED, GAUSSIAN }

    public QuadraticClients {
        ClientCount.check(clients);
        int most = hessian == Hessian.GAUSSIAN ? LARGEST_DENSE : LARGEST;
        Require.check(dimension >= 1 && dimension <= most, "dimension", "from 1 to " + most, dimension);
        ClientCount.checkNumbers(clients, "dimension", dimension, dimension);
        Require.positive("smallest", smallest);
        Require.check(largest >= smallest && Double.isFinite(largest), "largest", "at least smallest (" + smallest + ")",
                largest);
        Require.finite("distance", distance);
        Require.nonNegative("spread", spread);
    }

    @Override
    public FederatedTask make() {
        double[][] centers = new double[clients][dimension];
        for (int m = 0; m < clients; m++) {
            Keyed random = Keyed.of(PROBLEM_SEED, 0, m, 0, Purpose.PARTITION);
            random.fillGaussian(centers[m], 0, dimension, spread);
            for (int j = 0; j < dimension; j++) centers[m][j] += j % 2 == 0 ? distance : -distance;
        }
        return FederatedTask.of(quadratics(centers).disturbedBy(Disturbance.of(noise)));
    }

    private Quadratics quadratics(double[][] centers) {
        if (hessian == Hessian.LOG_SPACED) {
            double[][] h = new double[clients][];
            Arrays.fill(h, dimension == 1 ? new double[] {largest} : Quadratic.logSpaced(dimension, smallest, largest));
            return Quadratics.diagonal(h, centers);
        }
        double[][] a = new double[dimension][dimension];
        Keyed random = Keyed.of(PROBLEM_SEED, 1, 0, 0, Purpose.PARTITION);
        for (double[] row : a) random.fillGaussian(row, 0, dimension, 1);
        double[][][] q = new double[clients][][];
        Arrays.fill(q, Gram.of(a, 1));
        return Quadratics.dense(q, centers);
    }
}
