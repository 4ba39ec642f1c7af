package org.gradus.theory.localsgd;

import java.util.List;
import org.gradus.optim.option.Require;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** Theorem 2 without noise, on one coordinate: which power of 1 - mu its condition needs. */
final class MomentumCondition implements Claim<MomentumCondition.Run> {
    private static final double[] MOMENTA = {0.5, 0.9, 0.99, 0.999, 0.9999};

    /** {@code f = x^2/2} from 1, outer heavy ball of plain gradient steps. */
    record Run(double eta, double gamma, double mu, int localSteps, int rounds) {
        Run {
            Require.positive("eta", eta);
            Require.positive("gamma", gamma);
            Require.decayRate("mu", mu);
            Require.check(localSteps >= 1 && rounds >= 1, "localSteps, rounds", "at least 1", localSteps + ", " + rounds);
        }

        Bounds bounds(int upTo) {
            return new Bounds(new Setting(1, 0, 1, 1, localSteps, upTo));
        }
    }

    @Override
    public About about() {
        return new About("local-sgd-t2-condition", "The step condition of outer momentum",
                "Under eta L (1 + 2H [(g-1)_+ + 2 g mu/(1-mu)]) <= 1 with g = gamma/(1-mu), f(ybar) - f* <= D^2/(2 g eta"
                        + " R H) for outer heavy ball without noise, after every number of rounds: the condition needs"
                        + " (1-mu)^2 in its denominator.",
                "Khaled et al., arXiv 2509.10439, Theorem 2; this form of the condition derived here", Provenance.DERIVED,
                "f convex and L-smooth", "the strict step condition");
    }

    @Override
    public Class<Run> instanceType() {
        return Run.class;
    }

    /** The size is the number of rounds. At the edge of the condition, for several H. */
    @Override
    public Run draw(long seed, int size) {
        double mu = MOMENTA[(int) Math.floorMod(seed, MOMENTA.length)];
        int localSteps = 1 + (int) Math.floorMod(Math.floorDiv(seed, MOMENTA.length), 4);
        double gamma = (1 - mu) * (0.5 + Math.floorMod(seed, 3));
        double eta = 1 / new Bounds(new Setting(1, 0, 1, 1, localSteps, 1)).momentumCondition(1, gamma, mu);
        return new Run(eta * (1 - 1e-12), gamma, mu, localSteps, size);
    }

    @Override
    public Evidence evaluate(Run run) {
        double condition = run.bounds(1).momentumCondition(run.eta, run.gamma, run.mu);
        return condition > 1 ? Evidence.outside("the strict step condition <= 1, but it is " + condition) : against(run);
    }

    private static Evidence against(Run run) {
        return Evidence.of(Inequality.atMost("f(ybar_R)/bound, largest over R", worst(run), 1, 64L * run.rounds));
    }

    /** {@code max_R f(ybar) / (D^2/(2 g eta R H))}. */
    static double worst(Run run) {
        double x = 1;
        double before = 1;
        double sum = 0;
        double worst = 0;
        for (int r = 1; r <= run.rounds; r++) {
            double y = x;
            for (int h = 0; h < run.localSteps; h++) {
                sum += y;
                y -= run.eta * y;
            }
            double next = x + run.gamma * (y - x) + run.mu * (x - before);
            before = x;
            x = next;
            double mean = sum / ((double) r * run.localSteps);
            worst = Math.max(worst, mean * mean / 2 / run.bounds(r).momentum(run.eta, run.gamma, run.mu, true));
        }
        return worst;
    }

    @Override
    public Control<Run> control() {
        return new Control<>("the condition as printed, eta gamma mu L H/(1-mu) <= 1/16, with the first power of 1 - mu",
                (seed, size) -> {
            double mu = MOMENTA[(int) Math.floorMod(seed, MOMENTA.length)];
            return printed(mu, size);
        }, MomentumCondition::against);
    }

    /** At the edge of the printed condition, {@code eta gamma = (1-mu)/(16 mu)}; eta is small enough for the first one. */
    static Run printed(double mu, int rounds) {
        double eta = 1.0 / 16;
        return new Run(eta, (1 - mu) / (16 * mu * eta), mu, 1, rounds);
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("1 / (1 - mu)"), Axis.log("f(ybar)/bound, largest over 20000 rounds"));
        for (double mu : MOMENTA) {
            figure.line("printed condition", 1 / (1 - mu), worst(printed(mu, 20_000)));
            double eta = 1 / new Bounds(new Setting(1, 0, 1, 1, 1, 1)).momentumCondition(1, 1 - mu, mu);
            figure.line("strict condition", 1 / (1 - mu), worst(new Run(eta, 1 - mu, mu, 1, 20_000)));
            figure.dashed("violated above", 1 / (1 - mu), 1);
        }
        return figure.caption("f = x^2/2, M = H = 1: under the printed condition the ratio grows like (1-mu)^(-1/2), so"
                + " it cannot be meant.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(10, 300, 3000);
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
