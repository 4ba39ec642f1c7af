package org.gradus.theory.tailopt;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.gradus.federated.noise.AlphaStable;
import org.gradus.federated.noise.By;
import org.gradus.federated.noise.Gaussian;
import org.gradus.federated.noise.Noise;
import org.gradus.federated.noise.StudentT;
import org.gradus.federated.problem.Disturbance;
import org.gradus.federated.problem.Quadratics;
import org.gradus.optim.option.InvalidInput;
import org.gradus.theory.simulated.Trajectory;

/**
 * Ten equal clients, 20 coordinates, 5 local steps and 300 rounds from 0: {@code F_i = 1/2 sum_j h_j (x_j - a_ij)^2}, h
 * log-spaced, a_ij around 3 or -3 with deviation 1/4, independent noise on every coordinate of every gradient.
 */
final class Synthetic {
    static final int LOCAL_STEPS = 5;
    static final int ROUNDS = 300;
    /** The noises without variance. */
    static final List<String> HEAVY = List.of("t1.5", "sas1.5", "sas1.2");
    /** What claims assume. */
    static final String SETTING = "20 coordinates, h from 0.01 to 1, ten equal clients, z = 5, T = 300";
    private static final int CLIENTS = 10;
    private static final int COORDINATES = 20;

    private Synthetic() {}

    /** @param smallest h_1; the largest is 1 */
    static Quadratics problem(double smallest, Disturbance noise) {
        double[] h = new double[COORDINATES];
        Arrays.setAll(h, j -> Math.pow(smallest, 1 - j / (COORDINATES - 1.0)));
        double[][] all = new double[CLIENTS][];
        Arrays.fill(all, h);
        Random random = new Random(1);
        double[][] centers = new double[CLIENTS][COORDINATES];
        for (double[] c : centers) Arrays.setAll(c, j -> (j % 2 == 0 ? 3 : -3) + random.nextGaussian() / 4);
        return Quadratics.diagonal(all, centers).disturbedBy(noise);
    }

    /** {@code F(x_T) - F*} by method and run; a run has the same noise for all methods, another one than other runs. */
    static double[][] gaps(String noise, List<Tuned> methods, int runs, long first) {
        double[][] gaps = new double[methods.size()][runs];
        IntStream.range(0, runs).parallel().forEach(i -> {
            double[][] curves = curves(noise, methods, first + i);
            for (int m = 0; m < gaps.length; m++) gaps[m][i] = curves[m][ROUNDS - 1];
        });
        return gaps;
    }

    /** The same of one method. */
    static double[] gaps(Tuned method, int runs, long first) {
        return gaps(method.noise(), List.of(method), runs, first)[0];
    }

    /** {@code F(x_t) - F*} after the rounds t = 1, ..., T of one run, by method. */
    static double[][] curves(String noise, List<Tuned> methods, long seed) {
        Quadratics problem = problem(0.01, Recorded.of(Disturbance.of(noise(noise)), ROUNDS, CLIENTS, LOCAL_STEPS,
                COORDINATES, seed));
        return methods.stream().map(m -> curve(m, problem)).toArray(double[][]::new);
    }

    static double[] curve(Tuned method, Quadratics problem) {
        double optimum = problem.optimum().orElseThrow();
        return Trajectory.endOf(method.simulation(LOCAL_STEPS), problem, ROUNDS, 0).logs().stream()
                .mapToDouble(log -> log.loss() - optimum).toArray();
    }

    static double gapOfStart() {
        Quadratics problem = problem(0.01, Disturbance.none());
        return problem.loss(problem.start(0)) - problem.optimum().orElseThrow();
    }

    static double median(double[] sample) {
        return Arrays.stream(sample).sorted().toArray()[sample.length / 2];
    }

    private static Noise noise(String name) {
        return switch (name) {
            case "gauss" -> new Gaussian(1, By.COORDINATE);
            case "t1.5" -> new StudentT(1.5, 1, By.COORDINATE);
            case "sas1.5" -> new AlphaStable(1.5, 1, By.COORDINATE);
            case "sas1.2" -> new AlphaStable(1.2, 1, By.COORDINATE);
            default -> throw new InvalidInput("no noise '" + name + "'; known are gauss, t1.5, sas1.5, sas1.2");
        };
    }
}
