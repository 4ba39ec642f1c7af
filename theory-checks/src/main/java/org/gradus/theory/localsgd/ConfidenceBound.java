package org.gradus.theory.localsgd;

import java.util.List;
import java.util.Random;
import org.gradus.federated.RoundLog;
import org.gradus.federated.Simulation;
import org.gradus.federated.Terms;
import org.gradus.optim.rule.Sgd;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Expectation;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Provenance;
import org.gradus.theory.simulated.Separable;
import org.gradus.theory.simulated.Trajectory;

/** Theorem 4: a bound from logged quantities that holds with high probability. */
final class ConfidenceBound implements Claim<Trial> {
    private static final double DELTA = 0.1;
    private static final int RUNS = 200;

    @Override
    public About about() {
        return new About("local-sgd-t4", "A data-dependent bound with confidence",
                "With probability >= 1 - delta, -1/(RH) sum <y - x*, n> <= 8 max|y - x*|/(RH) sqrt(theta sum |n|^2 + sigma^2"
                        + " theta^2), theta = log(60 log(6RH)/delta), so the bound for every realization holds with that in"
                        + " its last place; here delta = 0.1.",
                "Khaled et al., arXiv 2509.10439, Theorem 4; self-bounded concentration of Ivgi et al., arXiv 2302.12022",
                Provenance.DERIVED, "f convex and L-smooth, equal nodes", "unbiased noise, |n| <= sigma almost surely");
    }

    @Override
    public Class<Trial> instanceType() {
        return Trial.class;
    }

    @Override
    public Trial draw(long seed, int size) {
        Random random = new Random(seed);
        Trial t = Trial.draw(seed, size, true);
        double gamma = new double[] {0.5, 1, 1.5}[random.nextInt(3)];
        return new Trial(t.curve(), t.dimension(), true, 0.5 + 4 * random.nextDouble(), t.distance(), t.nodes(), size, 5,
                0.02 + 0.2 * random.nextDouble(), gamma, 0, seed);
    }

    @Override
    public Evidence evaluate(Trial t) {
        double theta = Math.log(60 * Math.log(6.0 * t.rounds() * t.localSteps()) / DELTA);
        return against(t, theta);
    }

    private static Evidence against(Trial t, double theta) {
        Simulation simulation = Simulation.of(Sgd.of(t.eta()), Sgd.of(t.gamma()), t.localSteps());
        Separable problem = t.problem();
        int wide = 0;
        int above = 0;
        for (int i = 0; i < RUNS; i++) {
            Run run = Run.of(t, theta, problem, Trajectory.endOf(simulation, problem, t.rounds(), t.firstRun() + i));
            if (run.martingale > run.width) wide++;
            if (run.gap > run.others + run.width) above++;
        }
        return Evidence.of(Expectation.shareAtMost("share of runs where the noise exceeds its width", wide, RUNS, DELTA),
                Expectation.shareAtMost("share of runs above the bound", above, RUNS, DELTA));
    }

    /** A run's gap, and the bound's terms: the noise's part, the width that stands for it, and the sum of the others. */
    private record Run(double gap, double martingale, double width, double others) {
        static Run of(Trial t, double theta, Separable problem, Trajectory run) {
            double steps = (double) t.rounds() * t.localSteps();
            double others = t.distance() * t.distance() / (2 * t.gamma() * t.eta() * steps);
            double martingale = 0;
            double noise = 0;
            double farthest = 0;
            for (RoundLog log : run.logs()) {
                Terms of = log.terms();
                others += (t.eta() * of.squaredGradients() + (t.gamma() - 1) * t.eta() * of.squaredSum() + of.spread())
                        / (2 * steps);
                martingale -= of.martingale() / steps;
                noise += of.squaredNoise();
                farthest = Math.max(farthest, of.largestDistance());
            }
            double width = 8 * farthest / steps * Math.sqrt(theta * noise + t.noise() * t.noise() * theta * theta);
            return new Run(problem.gap(run.meanIterate()), martingale, width, others);
        }
    }

    @Override
    public Control<Trial> control() {
        return Control.falseClaim("the same with no width at all, theta = 0", this, t -> against(t, 0));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.linear("run"), Axis.log("magnitude"));
        Trial t = Trial.draw(1, 5, true).withRates(0.1, 1, 0);
        t = t.on(t.curve(), 2, 3);
        Simulation simulation = Simulation.of(Sgd.of(t.eta()), Sgd.of(t.gamma()), t.localSteps());
        double theta = Math.log(60 * Math.log(6.0 * t.rounds() * t.localSteps()) / DELTA);
        for (int i = 0; i < 60; i++) {
            Run run = Run.of(t, theta, t.problem(), Trajectory.endOf(simulation, t.problem(), t.rounds(), i));
            figure.point("noise term", i, Math.abs(run.martingale));
            figure.line("its width", i, run.width);
        }
        return figure.caption("The width is two orders of magnitude above what the noise does.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1, 5);
    }

    @Override
    public int draws() {
        return 32;
    }

    @Override
    public int smallest() {
        return 1;
    }
}
