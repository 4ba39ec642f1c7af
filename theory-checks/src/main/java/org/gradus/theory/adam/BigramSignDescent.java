package org.gradus.theory.adam;

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

/** Sign descent on the bigram model needs steps of order sqrt(d) where gradient descent needs d. */
final class BigramSignDescent implements Claim<BigramSignDescent.Setting> {
    /** A vocabulary and a number of steps. */
    record Setting(int words, int steps) {
        Setting {
            Require.check(words >= 2, "words", "at least 2", words);
            Require.check(steps >= 1, "steps", "at least 1", steps);
        }
    }

    @Override
    public About about() {
        return new About("adam-bigram-sign", "Sign descent on the bigram model",
                "For a = 1, T = tau sqrt(d)/2 and the rate 1/(H T phi), phi = 1 + 1/tau^2, the relative loss is"
                        + " (6/pi^2)/(1 + tau^2) for tau >= 1 where oscillating words are off by half a step (error below"
                        + " 2/d); the iteration itself lies within a factor 20.",
                "Kunstner and Bach, arXiv 2505.19227; this law derived here, the factor observed", Provenance.DERIVED,
                "tau >= 1", "d >= 1000");
    }

    @Override
    public Class<Setting> instanceType() {
        return Setting.class;
    }

    @Override
    public Setting draw(long seed, int size) {
        double tau = Math.pow(2, (int) Math.floorMod(seed, 8) / 2.0);
        return new Setting(size, (int) Math.ceil(tau * Math.sqrt(size) / 2));
    }

    @Override
    public Evidence evaluate(Setting s) {
        double tau = Bigram.tau(s.words, s.steps);
        if (!(tau >= 1)) return Evidence.outside("tau >= 1, but tau = " + tau);
        if (s.words < 1000) return Evidence.outside("d >= 1000, but d = " + s.words);
        double law = Bigram.signLaw(tau);
        double run = Bigram.signDescent(s.words, s.steps);
        return Evidence.of(against(s, law), Inequality.exact("r <= 20 law", run, 20 * law),
                Inequality.exact("law <= 20 r", law, 20 * run));
    }

    private static Inequality against(Setting s, double law) {
        return Inequality.close("r of the averaged model = (6/pi^2)/(1 + tau^2)", Bigram.signModel(s.words, s.steps), law,
                2.0 / s.words);
    }

    @Override
    public Control<Setting> control() {
        return Control.falseClaim("the law is (6/pi^2)/(1 + tau)", this,
                s -> Evidence.of(against(s, 6 / (Math.PI * Math.PI) / (1 + Bigram.tau(s.words, s.steps)))));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("tau = 2T/sqrt(d)"), Axis.log("relative loss"));
        for (double tau = 1; tau <= 16; tau *= Math.pow(2, 0.25)) {
            int steps = (int) Math.round(tau * Math.sqrt(100_000) / 2);
            figure.point("averaged model, d = 1e5", Bigram.tau(100_000, steps), Bigram.signModel(100_000, steps));
            int fewer = (int) Math.round(tau * Math.sqrt(10_000) / 2);
            figure.point("sign descent, d = 1e4", Bigram.tau(10_000, fewer), Bigram.signDescent(10_000, fewer));
            figure.dashed("(6/pi^2)/(1 + tau^2)", tau, Bigram.signLaw(tau));
        }
        return figure.caption("Steps of order sqrt(d) suffice; the iteration itself scatters about the averaged law.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1000, 10_000);
    }

    @Override
    public int draws() {
        return 16;
    }

    @Override
    public int smallest() {
        return 1000;
    }
}
