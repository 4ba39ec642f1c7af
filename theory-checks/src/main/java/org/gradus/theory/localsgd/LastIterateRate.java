package org.gradus.theory.localsgd;

import java.util.List;
import org.gradus.federated.Simulation;
import org.gradus.optim.option.Require;
import org.gradus.optim.rule.Sgd;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Expectation;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** Averaging less than all the way can win for the last iterate, even when the inner rate is tuned as well. */
final class LastIterateRate implements Claim<LastIterateRate.Noisy> {
    private static final int NODES = 4;
    private static final int LOCAL_STEPS = 20;
    private static final int ROUNDS = 50;
    private static final int RUNS = 24;

    /** Two pairs of rates at a noise: a small outer rate, and the best inner rate of gamma = 1. */
    record Noisy(double s, double eta, double gamma, double etaOfAveraging, long seed) {
        Noisy {
            Require.nonNegative("s", s);
            Require.positive("eta", eta);
        }
    }

    @Override
    public About about() {
        return new About("local-sgd-c8", "gamma below 1 for the last iterate",
                "With noise s = 0.1 and M = 4, (eta, gamma) = (0.82, 0.30) gives E f(x_R) = 0.0121, at least 5% below the"
                        + " best eta of gamma = 1. Theorem 1 bounds ybar, so it is not contradicted.",
                "measured here", Provenance.OBSERVED, LogSpectrum.ABOUT, "H = 20, R = 50");
    }

    @Override
    public Class<Noisy> instanceType() {
        return Noisy.class;
    }

    @Override
    public Noisy draw(long seed, int size) {
        return new Noisy(0.1, 0.82, 0.3, LogSpectrum.smallestAt(eta -> expected(eta, 1, 0.1), 0.01, 1), seed);
    }

    @Override
    public Evidence evaluate(Noisy n) {
        double small = expected(n.eta, n.gamma, n.s);
        double averaging = expected(n.etaOfAveraging, 1, n.s);
        return Evidence.of(Inequality.exact("E f against 0.95 of averaging's", small, 0.95 * averaging),
                measured(n, n.eta, n.gamma, small), measured(n, n.etaOfAveraging, 1, averaging));
    }

    private static Expectation measured(Noisy n, double eta, double gamma, double value) {
        Simulation simulation = Simulation.of(Sgd.of(eta), Sgd.of(gamma), LOCAL_STEPS);
        return Expectation.equal("E f(x_R) at gamma = " + gamma,
                LogSpectrum.losses(simulation, NODES, n.s, ROUNDS, RUNS, 1000 * n.seed), value);
    }

    private static double expected(double eta, double gamma, double s) {
        return LogSpectrum.expected(eta, gamma, s, NODES, LOCAL_STEPS, ROUNDS);
    }

    @Override
    public Control<Noisy> control() {
        return Control.violation("the same without noise", this, (seed, size) -> new Noisy(0, 0.82, 0.3, 1, seed));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("inner rate eta"), Axis.log("E f(x_R)"));
        for (double gamma : new double[] {0.1, 0.3, 1}) {
            for (double eta = 0.02; eta < 1.01; eta *= 1.2) {
                figure.line("gamma = " + gamma, eta, expected(eta, gamma, 0.1));
            }
        }
        return figure.caption("s = 0.1, M = 4, H = 20, R = 50.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(60);
    }

    @Override
    public int draws() {
        return 2;
    }

    @Override
    public int smallest() {
        return 60;
    }
}
