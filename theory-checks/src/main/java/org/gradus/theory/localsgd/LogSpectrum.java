package org.gradus.theory.localsgd;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.gradus.federated.Simulation;
import org.gradus.federated.noise.By;
import org.gradus.federated.noise.Gaussian;
import org.gradus.federated.problem.Disturbance;
import org.gradus.federated.problem.Quadratics;
import org.gradus.theory.simulated.Trajectory;

/**
 * The quadratic of the observations: equal nodes, eigenvalues log-spaced up to 1, every coordinate of the error 1 at the
 * start.
 */
final class LogSpectrum {
    /** Eigenvalues from 1e-4, as in all observations but the scaling in rounds. */
    static final double[] SIXTY = eigenvalues(60, 1e-4);
    static final String ABOUT = "60 eigenvalues log-spaced from 1e-4 to 1";

    private LogSpectrum() {}

    static double[] eigenvalues(int n, double smallest) {
        double[] lam = new double[n];
        Arrays.setAll(lam, j -> Math.pow(smallest, 1 - j / (n - 1.0)));
        return lam;
    }

    /** @param noise standard deviation of a gradient's coordinate */
    static Quadratics problem(double[] lam, int nodes, double noise) {
        double[][] h = new double[nodes][];
        Arrays.fill(h, lam);
        double[] start = new double[lam.length];
        Arrays.fill(start, 1);
        Quadratics quiet = Quadratics.diagonal(h, new double[nodes][lam.length]).startingAt(start);
        return noise == 0 ? quiet : quiet.disturbedBy(Disturbance.of(new Gaussian(noise, By.COORDINATE)));
    }

    /** f after the last round, one node and no noise. */
    static double loss(Simulation simulation, int rounds) {
        return Trajectory.endOf(simulation, problem(SIXTY, 1, 0), rounds, 0).finalLoss();
    }

    /** {@code f(x_R)} of runs under noise. */
    static double[] losses(Simulation simulation, int nodes, double noise, int rounds, int runs, long first) {
        return Trajectory.sample(runs, first, simulation, problem(SIXTY, nodes, noise), rounds, Trajectory::finalLoss);
    }

    /** {@code E f(x_R)} of outer SGD, exactly. */
    static double expected(double eta, double gamma, double noise, int nodes, int localSteps, int rounds) {
        double sum = 0;
        for (double lam : SIXTY) {
            sum += lam / 2 * Recursion.secondMoment(1, eta, lam, gamma, noise, nodes, localSteps, rounds);
        }
        return sum;
    }

    /** Where a function of a positive number is smallest, to 2 percent; what is not finite counts as large. */
    static double smallestAt(DoubleUnaryOperator f, double from, double to) {
        double coarse = onGrid(f, from, to, 1.15);
        return onGrid(f, coarse / 1.15, coarse * 1.15, 1.02);
    }

    private static double onGrid(DoubleUnaryOperator f, double from, double to, double ratio) {
        double best = from;
        double least = Double.POSITIVE_INFINITY;
        for (double x = from; x <= to; x *= ratio) {
            double value = f.applyAsDouble(x);
            if (value < least) {
                least = value;
                best = x;
            }
        }
        return best;
    }
}
