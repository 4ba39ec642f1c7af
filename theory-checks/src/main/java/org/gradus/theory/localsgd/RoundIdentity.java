package org.gradus.theory.localsgd;

import java.util.ArrayList;
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
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;
import org.gradus.theory.simulated.Curve;
import org.gradus.theory.simulated.Trajectory;

/** How far a round of Local SGD moves towards the minimizer: an identity, whatever the noise. */
final class RoundIdentity implements Claim<Trial> {
    private static final double[] RATES = {0.3, 1, 2.5};

    @Override
    public About about() {
        return new About("local-sgd-i1", "The distance to the minimizer after a round",
                "|x' - x*|^2 = |x - x*|^2 - 2 gamma eta sum_h <y_h - x*, g_h> + gamma eta^2 sum_h |g_h|^2 + gamma (gamma"
                        + " - 1) eta^2 |sum_h g_h|^2 in every round of every run, y_h and g_h the averages over nodes.",
                "regret of gradient descent against the start of the round; used throughout Khaled et al., arXiv 2509.10439",
                Provenance.DERIVED, "inner SGD of constant rate", "outer SGD");
    }

    @Override
    public Class<Trial> instanceType() {
        return Trial.class;
    }

    @Override
    public Trial draw(long seed, int size) {
        Random random = new Random(seed);
        return Trial.draw(seed, size, seed % 2 == 0)
                .withRates(0.02 + 0.2 * random.nextDouble(), RATES[random.nextInt(RATES.length)], 0);
    }

    @Override
    public Evidence evaluate(Trial trial) {
        return against(trial, trial.gamma() * (trial.gamma() - 1));
    }

    private static Evidence against(Trial t, double ofSquaredSum) {
        List<Inequality> all = new ArrayList<>();
        for (RoundLog log : run(t).logs()) {
            Terms of = log.terms();
            double eta2 = t.eta() * t.eta();
            double progress = 2 * t.gamma() * t.eta() * of.progress();
            double squares = t.gamma() * eta2 * of.squaredGradients();
            double sum = ofSquaredSum * eta2 * of.squaredSum();
            double magnitude = of.distanceBefore() + Math.abs(progress) + squares + Math.abs(sum);
            all.add(Inequality.equal("both sides, a round", of.distanceAfter(),
                    of.distanceBefore() - progress + squares + sum, 1e-12 * magnitude));
        }
        return Evidence.of(all);
    }

    static Trajectory run(Trial t) {
        return Trajectory.of(Simulation.of(Sgd.of(t.eta()), Sgd.of(t.gamma()), t.localSteps()), t.problem(), t.rounds(),
                t.firstRun());
    }

    @Override
    public Control<Trial> control() {
        return Control.falseClaim("the identity of plain averaging, without its last term, for every outer rate", this,
                t -> against(t, 0));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.linear("round"), Axis.linear("change of |x - x*|^2"));
        Trial t = Trial.draw(1, 8, false).on(Curve.LOG_COSH, 3, 6).withRates(0.1, 1.5, 0);
        for (RoundLog log : run(t).logs()) {
            Terms of = log.terms();
            double eta2 = t.eta() * t.eta();
            figure.line("progress", log.round(), -2 * t.gamma() * t.eta() * of.progress());
            figure.line("squared gradients", log.round(), t.gamma() * eta2 * of.squaredGradients());
            figure.line("squared sum", log.round(), t.gamma() * (t.gamma() - 1) * eta2 * of.squaredSum());
            figure.point("measured change", log.round(), of.distanceAfter() - of.distanceBefore());
        }
        return figure.caption("Terms of the identity: log-cosh, H = 8, gamma = 1.5, sigma = 3.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1, 5, 20);
    }

    @Override
    public int draws() {
        return 90;
    }

    @Override
    public int smallest() {
        return 1;
    }
}
