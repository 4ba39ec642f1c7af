package org.gradus.theory.adam;

import static org.gradus.theory.Inequality.exact;

import java.util.List;
import org.gradus.optim.option.Require;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Provenance;

/** Scaling laws of gradient descent on the bigram model, as limits that finite sizes approach. */
final class BigramGradientDescent implements Claim<BigramGradientDescent.Setting> {
    private static final double[] EXPONENTS = {1, 0.5, 2, 0.8, 1.5};
    private static final double[] TIMES = {0.25, 0.5, 0.75};
    /** The larger vocabulary that a limit is compared at. */
    private static final int FURTHER = 100;

    /** A vocabulary, an exponent of the frequencies, and a time in the scale of the limit. */
    record Setting(int words, double a, double tau) {
        Setting {
            Require.check(words >= 2 && words <= 100_000, "words", "from 2 to 100000", words);
            Require.positive("a", a);
            Require.positive("tau", tau);
        }

        /** The limit's scale: {@code 2t = d^tau} (a = 1), {@code 2t = tau d^a} (a < 1), {@code t = 40 tau} (a > 1). */
        double steps(int d) {
            return a == 1 ? Math.pow(d, tau) / 2 : a < 1 ? tau * Math.pow(d, a) / 2 : 40 * tau;
        }

        double limit() {
            return a == 1 ? 1 - tau : a < 1 ? Bigram.limitBelowOne(a, tau) : Bigram.limitAboveOne(a, 40 * tau);
        }

        /** {@code |r_d(t) - limit|}. */
        double distance(int d, double limit) {
            return Math.abs(Bigram.gradientDescent(d, a, steps(d)) - limit);
        }
    }

    @Override
    public About about() {
        return new About("adam-bigram-gd", "Gradient descent on the bigram model",
                "For word frequencies k^-a the relative loss tends to 1 - tau at 2t = d^tau (a = 1), to (1-a)/a"
                        + " E_(1/a)(tau) at 2t = tau d^a (a < 1), and to B(1 - 1/a, 1 + 2t)/(a zeta(a)) (a > 1): 100"
                        + " times the words come closer to it.",
                "Kunstner and Bach, arXiv 2505.19227", Provenance.PAPER, "tau < 1 where a = 1");
    }

    @Override
    public Class<Setting> instanceType() {
        return Setting.class;
    }

    @Override
    public Setting draw(long seed, int size) {
        return new Setting(size, EXPONENTS[(int) Math.floorMod(seed, EXPONENTS.length)],
                TIMES[(int) Math.floorMod(Math.floorDiv(seed, EXPONENTS.length), TIMES.length)]);
    }

    @Override
    public Evidence evaluate(Setting s) {
        if (s.a == 1 && !(s.tau < 1)) return Evidence.outside("tau < 1 where a = 1, but tau = " + s.tau);
        return against(s, s.limit());
    }

    private static Evidence against(Setting s, double limit) {
        return Evidence.of(exact("distance to the limit at 100 d, against that at d", s.distance(FURTHER * s.words, limit),
                s.distance(s.words, limit)));
    }

    @Override
    public Control<Setting> control() {
        return Control.falseClaim("the limit is (1 - tau)^2", this, s -> against(s, Math.pow(1 - s.tau, 2)));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("words d"), Axis.linear("relative loss at 2t = d^tau, a = 1"));
        for (double tau : TIMES) {
            for (int d = 10; d <= 1_000_000; d *= 10) {
                figure.line("tau = " + tau + ", d words", d, Bigram.gradientDescent(d, 1, Math.pow(d, tau) / 2));
                figure.dashed("tau = " + tau + ", limit", d, 1 - tau);
            }
        }
        return figure.caption("For the frequencies of natural language (a = 1) the limit is approached with the logarithm"
                + " of d only.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(100, 1000, 10_000);
    }

    @Override
    public int draws() {
        return 45;
    }

    @Override
    public int smallest() {
        return 20;
    }
}
