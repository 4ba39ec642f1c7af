package org.gradus.theory.fedada2;

import java.util.Arrays;
import org.gradus.federated.Simulation;
import org.gradus.federated.algorithm.FedAda2;
import org.gradus.federated.algorithm.JointInner;
import org.gradus.federated.algorithm.ZeroStartOuter;
import org.gradus.federated.problem.Disturbance;
import org.gradus.federated.rule.DelayedAdagrad;
import org.gradus.optim.Optimizer;
import org.gradus.optim.option.Require;
import org.gradus.optim.schedule.Schedule;
import org.gradus.theory.simulated.Curve;
import org.gradus.theory.simulated.Separable;
import org.gradus.theory.simulated.Trajectory;

/**
 * Adagrad clients on exact gradients: {@code f_i = sum_j w_j (sqrt(1 + (x_j - c_ij)^2) - 1)}, begun with all
 * coordinates equal; {@code |d_j f_i| <= w_j}, L = max w_j.
 */
record Adaptive(double[] w, double[][] centers, double[] shares, double start, double clientRate, double eps,
        double serverRate, double tau, int localSteps, int rounds) {
    Adaptive {
        Require.positive("clientRate", clientRate);
        Require.positive("eps", eps);
    }

    static double[] equal(int clients) {
        double[] shares = new double[clients];
        Arrays.fill(shares, 1.0 / clients);
        return shares;
    }

    Separable problem() {
        double[] from = new double[w.length];
        Arrays.fill(from, start);
        return new Separable(Curve.SOFT_ABS, w, centers, shares, from, Disturbance.none());
    }

    static Simulation fedAda2(double clientRate, double eps, Optimizer outer, int localSteps) {
        Optimizer client = new DelayedAdagrad(Schedule.constant(clientRate), eps, 1, true, 0, 1);
        return new FedAda2(JointInner.parse(client), ZeroStartOuter.parse(outer)).simulation(localSteps);
    }

    /** {@code |grad F|^2} at the start of every round. */
    double[] squaredGradients(Optimizer outer) {
        Separable problem = problem();
        Trajectory run = Trajectory.of(fedAda2(clientRate, eps, outer, localSteps), problem, rounds, 0);
        return run.models().stream().limit(rounds).mapToDouble(problem::squaredGradient).toArray();
    }

    double smoothness() {
        return Arrays.stream(w).max().orElseThrow();
    }

    /** {@code F(x_0) - F*}. */
    double gap() {
        Separable problem = problem();
        return problem.gap(problem.start(0));
    }

    /** One of three clients has another minimizer than the two: the median is where adaptive clients go. */
    static Adaptive twoAgainstOne(double clientRate, double eps, double serverRate, double tau, int rounds) {
        return new Adaptive(new double[] {1}, new double[][] {{-2}, {1}, {1}}, equal(3), 1.5, clientRate, eps, serverRate,
                tau, 1, rounds);
    }
}
