package org.gradus.theory.schedule;

import java.util.List;
import org.gradus.optim.option.Require;
import org.gradus.optim.schedule.Cosine;
import org.gradus.optim.schedule.WarmupStableDecay;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** What the annealing law says about the share of the budget to decay over. */
public final class DecayFraction implements Claim<DecayFraction.Budget> {
    /** The shares of the budget that are compared. */
    public static final List<Double> FRACTIONS = List.of(0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.7, 0.9);

    /** A law, the updates of the run and the rate at its end; peak 3e-4, 2160 updates of warm-up. */
    record Budget(double l0, double a, double alpha, double c, double lambda, int steps, double end) {
        Budget {
            Require.check(steps >= 20_000, "steps", "at least 20000, as the smallest fraction is 1 % beyond the warm-up",
                    steps);
        }

        AnnealingLaw law() {
            return new AnnealingLaw(l0, a, alpha, c, lambda);
        }

        Budget of(int longer) {
            return new Budget(l0, a, alpha, c, lambda, longer, end);
        }
    }

    @Override
    public About about() {
        return new About("schedules-decay-fraction", "How long to decay, by the annealing law",
                "By the law fitted to two runs of a 100 million parameter model, plateau with linear decay is best with 20"
                        + " to 40 % of the budget (flat there), beats cosine, and its best fraction does not grow when the"
                        + " budget grows threefold.",
                "law: Tissue, Wang and Wang, arXiv 2408.11029; data: Luo et al., arXiv 2503.12811; prediction observed"
                        + " here",
                Provenance.OBSERVED, "20000 to 100000 updates");
    }

    @Override
    public Class<Budget> instanceType() {
        return Budget.class;
    }

    /** The size is the number of updates. */
    @Override
    public Budget draw(long seed, int size) {
        AnnealingLaw law = AnnealingLaw.ofLanguageModel();
        return new Budget(law.l0(), law.a(), law.alpha(), law.c(), law.lambda(), Math.max(20_000, size),
                Math.floorMod(seed, 2) == 0 ? 0 : LossCurves.END);
    }

    @Override
    public Evidence evaluate(Budget b) {
        if (b.steps > 100_000) return Evidence.outside("at most 100000 updates, but " + b.steps);
        double best = best(b);
        double smallest = loss(b, best);
        double flat = 0;
        for (double fraction : new double[] {0.2, 0.25, 0.3, 0.4}) flat = Math.max(flat, loss(b, fraction) - smallest);
        return Evidence.of(
                Inequality.exact("20 % <= best fraction", 0.2, best),
                Inequality.exact("best fraction <= 40 %", best, 0.4),
                Inequality.exact("loss over 20 to 40 % above the best <= 0.005", flat, 0.005),
                Inequality.exact("loss at the best fraction, against cosine", smallest, cosine(b)),
                Inequality.exact("best fraction at 3 T, against that at T", best(b.of(3 * b.steps)), best));
    }

    private static double best(Budget b) {
        return best(b.law(), LossCurves.PEAK, b.end, b.steps, LossCurves.WARMUP);
    }

    private static double loss(Budget b, double fraction) {
        return loss(b.law(), fraction, LossCurves.PEAK, b.end, b.steps, LossCurves.WARMUP);
    }

    static double cosine(Budget b) {
        return b.law().finalLoss(new Cosine(LossCurves.PEAK, b.end, b.steps, LossCurves.WARMUP, 0, false), b.steps);
    }

    /** The fraction with the smallest predicted loss. */
    public static double best(AnnealingLaw law, double peak, double end, int steps, int warmup) {
        double best = Double.NaN;
        double smallest = Double.POSITIVE_INFINITY;
        for (double fraction : FRACTIONS) {
            double loss = loss(law, fraction, peak, end, steps, warmup);
            if (loss < smallest) {
                smallest = loss;
                best = fraction;
            }
        }
        return best;
    }

    /** The loss that the law predicts for a linear decay over the last part of the run. */
    public static double loss(AnnealingLaw law, double fraction, double peak, double end, int steps, int warmup) {
        int decay = Math.max(1, Math.min(steps - warmup, (int) (fraction * steps)));
        return law.finalLoss(new WarmupStableDecay(peak, end, steps, decay, WarmupStableDecay.Decay.LINEAR, warmup, 0,
                false), steps);
    }

    @Override
    public Control<Budget> control() {
        return Control.falseClaim("decaying over 5 % is as good, within 0.005", this, b -> Evidence.of(
                Inequality.exact("loss at 5 % above the best <= 0.005", loss(b, 0.05) - loss(b, best(b)), 0.005)));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.linear("share of the budget that decays"),
                Axis.linear("predicted final loss"));
        for (int steps : new int[] {24_000, 72_000}) {
            Budget b = draw(0, steps);
            for (double fraction : FRACTIONS) {
                figure.line(steps + " updates, plateau and linear decay", fraction, loss(b, fraction));
                figure.dashed(steps + " updates, cosine", fraction, cosine(b));
            }
        }
        return figure.caption("Flat between 20 and 40 %, with the best shrinking slowly as the budget grows.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(24_000, 48_000, 72_000);
    }

    @Override
    public int draws() {
        return 6;
    }

    @Override
    public int smallest() {
        return 20_000;
    }
}
