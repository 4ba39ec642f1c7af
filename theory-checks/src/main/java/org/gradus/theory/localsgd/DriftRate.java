package org.gradus.theory.localsgd;

import java.util.Arrays;
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
import org.gradus.theory.Provenance;
import org.gradus.theory.simulated.Curve;
import org.gradus.theory.simulated.Separable;
import org.gradus.theory.simulated.Trajectory;

/** Where nodes drift apart, an outer rate above 1 wins although the inner rate is tuned, too. */
final class DriftRate implements Claim<DriftRate.Drifting> {
    private static final double[] ETAS = {0.045, 0.063, 0.09, 0.125, 0.18};
    private static final int RUNS = 18;

    /** Normal noise of total deviation sigma, f of curvature 1 on one side of the minimizer and 1/20 on the other. */
    record Drifting(int nodes, double sigma, double start, long seed) {
        Drifting {
            Require.nonNegative("sigma", sigma);
        }

        double[] gaps(double eta, double gamma, int runs, long first) {
            Trial t = new Trial(Curve.LOPSIDED, 2, false, sigma, 3, nodes, 32, 30, eta, gamma, 0, seed);
            Separable problem = Separable.equal(Curve.LOPSIDED, new double[] {1, 1}, nodes, new double[] {start, start},
                    t.disturbance());
            return Trajectory.sample(runs, first, Simulation.of(Sgd.of(eta), Sgd.of(gamma), 32), problem, 30,
                    run -> problem.gap(run.meanIterate()));
        }
    }

    @Override
    public About about() {
        return new About("local-sgd-c7", "Drift makes gamma above 1 optimal",
                "On x^2/2 (x < 0), x^2/40 (x >= 0) with M = H = 32, sigma = 2, (eta, gamma) = (0.063, 1.5) has a smaller E"
                        + " f(ybar) than gamma = 1 with its best eta, by 10% at least.",
                "measured here; Khaled et al., arXiv 2509.10439, Proposition 1 has the reason", Provenance.OBSERVED,
                "two coordinates, begun at 3", "R = 30");
    }

    @Override
    public Class<Drifting> instanceType() {
        return Drifting.class;
    }

    @Override
    public Drifting draw(long seed, int size) {
        return new Drifting(size, 2, 3, seed);
    }

    /** The best eta of gamma = 1 is chosen by runs that do not count afterwards; equal seeds then pair the noise. */
    @Override
    public Evidence evaluate(Drifting d) {
        double best = ETAS[0];
        double least = Double.POSITIVE_INFINITY;
        for (double eta : ETAS) {
            double mean = mean(d.gaps(eta, 1, RUNS / 3, 10_000 * d.seed + 5000));
            if (mean < least) {
                least = mean;
                best = eta;
            }
        }
        double[] averaging = d.gaps(best, 1, RUNS, 10_000 * d.seed);
        double[] faster = d.gaps(0.063, 1.5, RUNS, 10_000 * d.seed);
        for (int i = 0; i < faster.length; i++) faster[i] -= 0.9 * averaging[i];
        return Evidence.of(Expectation.atMost("E f(ybar) - 0.9 of averaging's", faster, 0));
    }

    private static double mean(double[] sample) {
        return Arrays.stream(sample).average().orElseThrow();
    }

    @Override
    public Control<Drifting> control() {
        return Control.violation("the same for one node, which cannot drift from others", this,
                (seed, size) -> new Drifting(1, 2, 3, seed));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("inner rate eta"), Axis.log("E f(ybar)"));
        Drifting d = new Drifting(32, 2, 3, 1);
        for (double gamma : new double[] {0.7, 1, 1.5, 2}) {
            for (double eta = 0.02; eta < 0.4; eta *= 1.4) {
                figure.line("gamma = " + gamma, eta, mean(d.gaps(eta, gamma, 6, 0)));
            }
        }
        return figure.caption("M = H = 32, R = 30, sigma = 2.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(32);
    }

    @Override
    public int draws() {
        return 3;
    }

    @Override
    public int smallest() {
        return 32;
    }
}
