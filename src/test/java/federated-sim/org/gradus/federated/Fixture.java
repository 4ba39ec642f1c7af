package org.gradus.federated;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.federated.algorithm.Algorithms;
import org.gradus.federated.noise.Noise;
import org.gradus.federated.problem.Disturbance;
import org.gradus.federated.problem.Quadratics;
import org.gradus.federated.random.Keyed;
import org.gradus.federated.random.Purpose;

/** Problems and runs that the tests share. */
public final class Fixture {
    private Fixture() {}

    /** Clients that all have the same random dense quadratic, with Gaussian noise of this scale a coordinate. */
    public static Quadratics equal(int clients, int n, double noise, long seed) {
        double[][] q = matrix(n, seed);
        double[][][] matrices = new double[clients][][];
        Arrays.fill(matrices, q);
        double[] center = gaussians(n, seed + 1);
        double[][] centers = new double[clients][];
        Arrays.fill(centers, center);
        return disturbed(Quadratics.dense(matrices, centers).startingAt(gaussians(n, seed + 2)), noise);
    }

    /** Clients with matrices and centers of their own. */
    public static Quadratics different(int clients, int n, double noise, long seed) {
        double[][][] matrices = new double[clients][][];
        double[][] centers = new double[clients][];
        for (int m = 0; m < clients; m++) {
            matrices[m] = matrix(n, seed + 10 * m);
            centers[m] = gaussians(n, seed + 10 * m + 1);
        }
        return disturbed(Quadratics.dense(matrices, centers).startingAt(gaussians(n, seed + 2)), noise);
    }

    private static Quadratics disturbed(Quadratics problem, double noise) {
        return noise == 0 ? problem
                : problem.disturbedBy(Disturbance.of(Noise.parse(Map.of("type", "gaussian", "scale", noise))));
    }

    private static double[][] matrix(int n, long seed) {
        double[][] a = new double[n][];
        for (int i = 0; i < n; i++) a[i] = gaussians(n, seed + 1000 + i);
        double[][] q = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (int k = 0; k < n; k++) q[i][j] += a[k][i] * a[k][j] / n;
            }
        }
        return q;
    }

    public static double[] gaussians(int n, long seed) {
        double[] values = new double[n];
        Keyed.of(seed, 0, 0, 0, Purpose.PARTITION).fillGaussian(values, 0, n, 1);
        return values;
    }

    /** Reads options as a run spec has them: name, value, name, value, ... */
    public static Simulation simulation(Object... options) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < options.length; i += 2) map.put((String) options[i], options[i + 1]);
        return Algorithms.read(map);
    }

    /** The points to evaluate after each of so many rounds. */
    public static double[][] points(Run run, int rounds) {
        double[][] points = new double[rounds][];
        for (int r = 0; r < rounds; r++) {
            run.round();
            points[r] = run.evaluationPoint();
        }
        return points;
    }

    /** One simulation of each kind that keeps something between rounds. */
    public static List<Simulation> all() {
        return List.of(
                simulation("inner", "sgd(lr=0.05)", "outer", "heavy-ball(lr=0.8, momentum=0.5)", "localSteps", 3),
                simulation("inner", "adamw(lr=0.05)", "outer", "nesterov", "localSteps", 3, "sampler", "uniform(count=5)",
                        "dropout", 0.2),
                simulation("inner", "adamw(lr=0.05)", "outer", "accelerated", "localSteps", 3, "innerState", "average"),
                simulation("inner", "sgd(lr=0.05)", "outer", "adam(lr=0.05)", "localSteps", 2, "up", "top-k(fraction=0.3)",
                        "errorFeedback", true,
                        "down", "qsgd"),
                simulation("algorithm", Map.of("type", "scaffold", "lr", 0.05), "localSteps", 4, "sampler",
                        "uniform(count=6)"),
                simulation("algorithm", Map.of("type", "fedprox", "lr", 0.05), "localSteps", 4, "stragglers",
                        "deadline(seconds=5)",
                        "latency", "exponential(secondsPerStep=1)"),
                simulation("algorithm", Map.of("type", "mime", "lr", 0.05), "localSteps", 2),
                simulation("algorithm", Map.of("type", "mime-lite", "lr", 0.05), "localSteps", 2),
                simulation("algorithm", Map.of("type", "fedac", "lr", 0.05, "gammaAc", 0.1, "alpha", 6, "beta", 7),
                        "localSteps", 2),
                simulation("algorithm", Map.of("type", "streaming-diloco", "inner", "adamw(lr=0.05)", "fragments", 3,
                        "delay", 1, "mix", 0.5),
                        "localSteps", 6),
                simulation("algorithm",
                        Map.of("type", "bi2clip", "lr", 0.05, "lower", 0.01, "outerUpper", 0.2, "outerLower", 0.001),
                        "localSteps", 3),
                simulation("algorithm", Map.of("type", "costly-joint"), "localSteps", 3),
                simulation("algorithm", Map.of("type", "one-byte"), "localSteps", 2),
                simulation("inner", "adamw(lr=0.02)", "outer", "sgd(lr=1)", "localSteps", 3, "stragglers",
                        "buffered(size=3)",
                        "sampler", "uniform(count=7)", "latency", "log-normal(secondsPerStep=1)"));
    }
}
