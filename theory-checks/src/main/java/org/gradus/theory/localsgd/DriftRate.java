package org.gradus.theory.localsgd;

import java.util.Arrays;
import java.util.List;
import org.gradus.federated.RoundLog;
import org.gradus.federated.Simulation;
import org.gradus.federated.noise.By;
import org.gradus.federated.noise.Gaussian;
import org.gradus.federated.problem.Disturbance;
import org.gradus.optim.option.Require;
import org.gradus.optim.rule.Sgd;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Expectation;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Provenance;
import org.gradus.theory.simulated.Curve;
import org.gradus.theory.simulated.Separable;
import org.gradus.theory.simulated.Trajectory;

/** Where nodes drift apart, an outer rate above 1 wins although the inner rate is tuned, too. */
final class DriftRate implements Claim<DriftRate.Drifting> {
    private static final int LOCAL_STEPS = 32;
    private static final int ROUNDS = 30;
    /** Rounds at the end whose mean loss counts where the last iterates are meant. */
    private static final int TAIL = 10;
    private static final int RUNS = 8;
    /** Coordinates are independent copies of one problem. */
    private static final int COPIES = 16;
    private static final int TUNING_RUNS = 2;
    private static final Drifting[] CLAIMED = {
            new Drifting(32, 2, false, 0.063, 1.5, 1.1, 0), new Drifting(32, 2, true, 0.045, 2, 1.3, 0),
            new Drifting(32, 8, false, 0.0054, 16, 1.5, 0), new Drifting(32, 8, true, 0.0036, 16, 1.4, 0),
            new Drifting(32, 32, false, 0.00135, 16, 1.15, 0)};

    /**
     * Normal noise of total deviation sigma on {@code f = x^2/2} below 0 and {@code x^2/40} above, in two coordinates that
     * begin at 3; a pair of rates, and by what factor it is said to beat gamma = 1 with its best eta at least.
     *
     * @param tail whether the last rounds' E f(x_r) counts, else E f(ybar)
     */
    record Drifting(int nodes, double sigma, boolean tail, double eta, double gamma, double gain, long seed) {
        Drifting {
            Require.nonNegative("sigma", sigma);
            Require.positive("eta", eta);
            Require.positive("gamma", gamma);
        }

        double[] gaps(double eta, double gamma, int runs, long first) {
            double[] w = new double[COPIES];
            double[] start = new double[COPIES];
            Arrays.fill(w, 1);
            Arrays.fill(start, 3);
            Separable problem = Separable.equal(Curve.LOPSIDED, w, nodes, start,
                    Disturbance.of(new Gaussian(sigma / Math.sqrt(2), By.COORDINATE)));
            return Trajectory.sample(runs, first, Simulation.of(Sgd.of(eta), Sgd.of(gamma), LOCAL_STEPS), problem, ROUNDS,
                    run -> 2.0 / COPIES * (tail ? lastLosses(run) : problem.gap(run.meanIterate())));
        }

        private static double lastLosses(Trajectory run) {
            return run.logs().stream().skip(ROUNDS - TAIL).mapToDouble(RoundLog::loss).average().orElseThrow();
        }

        /** The best inner rate of averaging, by runs that do not count afterwards. */
        double tunedAveraging() {
            double best = 0;
            double least = Double.POSITIVE_INFINITY;
            double center = 0.28 / (sigma + 1.5);
            for (double candidate = center / 6; candidate < 6 * center; candidate *= 1.5) {
                double mean = mean(gaps(candidate, 1, TUNING_RUNS, 10_000 * seed + 5000));
                if (mean < least) {
                    least = mean;
                    best = candidate;
                }
            }
            return best;
        }

        Drifting with(int nodes, long seed) {
            return new Drifting(nodes, sigma, tail, eta, gamma, gain, seed);
        }
    }

    @Override
    public About about() {
        return new About("local-sgd-c7", "Drift makes gamma above 1 optimal",
                "On x^2/2 (x < 0), x^2/40 (x >= 0) with M = H = 32 a pair (eta, gamma) beats gamma = 1 with its best eta: in"
                        + " E f(ybar) (0.063, 1.5) by 1.1 times at sigma = 2, (0.0054, 16) by 1.5 at 8, (0.00135, 16) by"
                        + " 1.15 at 32; in E f(x_r) of the last 10 rounds (0.045, 2) by 1.3 at 2, (0.0036, 16) by 1.4 at 8.",
                "measured here; Khaled et al., arXiv 2509.10439, Proposition 1 has the reason", Provenance.OBSERVED,
                "two coordinates, begun at 3", "R = 30");
    }

    @Override
    public Class<Drifting> instanceType() {
        return Drifting.class;
    }

    @Override
    public Drifting draw(long seed, int size) {
        return CLAIMED[(int) Math.floorMod(seed, CLAIMED.length)].with(size, seed);
    }

    /** Equal seeds pair the noise. */
    @Override
    public Evidence evaluate(Drifting d) {
        double[] averaging = d.gaps(d.tunedAveraging(), 1, RUNS, 10_000 * d.seed);
        double[] pair = d.gaps(d.eta, d.gamma, RUNS, 10_000 * d.seed);
        for (int i = 0; i < pair.length; i++) pair[i] -= averaging[i] / d.gain;
        return Evidence.of(Expectation.atMost("E f(" + (d.tail ? "x_r" : "ybar") + ") - that of averaging / " + d.gain,
                pair, 0));
    }

    private static double mean(double[] sample) {
        return Arrays.stream(sample).average().orElseThrow();
    }

    @Override
    public Control<Drifting> control() {
        return Control.violation("the same for one node, which cannot drift from others", this,
                (seed, size) -> CLAIMED[0].with(1, seed));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("inner rate eta"), Axis.log("E f(ybar)"));
        for (double sigma : new double[] {2, 8}) {
            Drifting d = new Drifting(32, sigma, false, 1, 1, 1, 0);
            for (double gamma : new double[] {1, 2, 16}) {
                for (double product = 0.02; product < 0.5; product *= 1.4) {
                    figure.line("gamma = " + gamma + ", sigma = " + sigma, product / gamma,
                            mean(d.gaps(product / gamma, gamma, 2, 0)));
                }
            }
        }
        return figure.caption("M = H = 32, R = 30: the best value of a line is lower for gamma > 1.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(32);
    }

    @Override
    public int draws() {
        return CLAIMED.length;
    }

    @Override
    public int smallest() {
        return 32;
    }
}
