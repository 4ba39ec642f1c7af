package org.gradus.theory.localsgd;

import java.util.List;
import java.util.Random;
import org.gradus.federated.RoundLog;
import org.gradus.federated.Terms;
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

/** A bound on a run of Local SGD by what the run itself shows: it holds in every realization. */
final class PathwiseBound implements Claim<Trial> {
    private static final double[] RATES = {0.3, 1, 2.5};

    @Override
    public About about() {
        return new About("local-sgd-i2", "A bound for every realization",
                "f(ybar) - f* <= D^2/(2 gamma eta R H) + eta/(2RH) sum |g|^2 + (gamma - 1) eta/(2RH) sum_r |G_r|^2 + L/(2RH)"
                        + " sum V - 1/(RH) sum <y - x*, n>, whatever gamma, eta and the noise.",
                "Khaled et al., arXiv 2509.10439, Theorem 4, with the sums in place of their bounds", Provenance.DERIVED,
                "f convex and L-smooth, equal nodes", "inner SGD, outer SGD");
    }

    @Override
    public Class<Trial> instanceType() {
        return Trial.class;
    }

    /** A quarter of the draws are runs without noise that just reach the minimizer, where the bound is tight. */
    @Override
    public Trial draw(long seed, int size) {
        Random random = new Random(seed);
        double gamma = RATES[random.nextInt(RATES.length)];
        Trial trial = Trial.draw(seed, size, seed % 2 == 0).withRates(0.02 + 0.3 * random.nextDouble(), gamma, 0);
        return seed % 4 == 1 ? reaching(trial) : trial;
    }

    /** From so far on the straight part of log-cosh that all rounds together lead to the minimizer; one coordinate. */
    static Trial reaching(Trial t) {
        return new Trial(Curve.LOG_COSH, 1, t.bounded(), 0, 0.9 * t.eta() * t.rounds() * t.localSteps() + 10, t.nodes(),
                t.localSteps(), t.rounds(), t.eta(), 1, 0, t.seed());
    }

    @Override
    public Evidence evaluate(Trial trial) {
        return against(trial, 1);
    }

    private static Evidence against(Trial t, double ofDistance) {
        Sums sums = Sums.of(t);
        if (sums.run.diverged()) return Evidence.outside("a finite run, but it diverged");
        double right = ofDistance * sums.distance + sums.gradients + sums.outer + sums.spread + sums.noise;
        double magnitude = sums.distance + sums.gradients + Math.abs(sums.outer) + sums.spread + Math.abs(sums.noise);
        return Evidence.of(new Inequality("f(ybar) - f* <= bound", sums.gap, right, 1e-12 * magnitude));
    }

    /** The terms of the bound, as they stand in it. */
    record Sums(Trajectory run, double gap, double distance, double gradients, double outer, double spread, double noise) {
        static Sums of(Trial t) {
            Trajectory run = RoundIdentity.run(t);
            double gradients = 0;
            double outer = 0;
            double spread = 0;
            double noise = 0;
            for (RoundLog log : run.logs()) {
                Terms of = log.terms();
                gradients += of.squaredGradients();
                outer += of.squaredSum();
                spread += of.spread();
                noise += of.martingale();
            }
            double steps = (double) t.rounds() * t.localSteps();
            return new Sums(run, t.problem().gap(run.meanIterate()),
                    t.distance() * t.distance() / (2 * t.gamma() * t.eta() * steps), t.eta() * gradients / (2 * steps),
                    (t.gamma() - 1) * t.eta() * outer / (2 * steps), spread / (2 * steps), -noise / steps);
        }
    }

    @Override
    public Control<Trial> control() {
        return Control.falseClaim("the bound with half of its first term", this, t -> against(t, 0.5));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("sigma"), Axis.linear("f(ybar) - f* / bound"));
        for (Curve curve : new Curve[] {Curve.SQUARE, Curve.LOG_COSH, Curve.LOPSIDED}) {
            for (double sigma = 0.1; sigma < 50; sigma *= 2) {
                for (int seed = 0; seed < 5; seed++) {
                    Sums s = Sums.of(Trial.draw(12L * seed, 10, false).on(curve, sigma, 5).withRates(0.1, 1.5, 0));
                    figure.point(curve.toString(), sigma,
                            s.gap / (s.distance + s.gradients + s.outer + s.spread + s.noise));
                }
            }
        }
        return figure.caption("H = 10, gamma = 1.5: single runs, none above 1.");
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
