package org.gradus.theory.localsgd;

import java.util.List;
import org.gradus.federated.Simulation;
import org.gradus.optim.option.Require;
import org.gradus.optim.rule.Sgd;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** A small inner rate is repaired by the outer rate. */
final class IllTunedRate implements Claim<IllTunedRate.Rate> {
    private static final int LOCAL_STEPS = 20;
    private static final int ROUNDS = 50;
    private static final double[] ETAS = {1e-4, 1e-3, 1e-2, 0.1, 1};
    private static final double[] BEST = {957, 97, 10.5, 2.17, 1.88};
    private static final double[] GAINS = {191, 87, 10.7, 2.2, 2.2};

    /** An inner rate, the best outer rate that is claimed for it, and by what factor it beats gamma = 1. */
    record Rate(double eta, double best, double gain) {
        Rate {
            Require.positive("eta", eta);
        }
    }

    @Override
    public About about() {
        return new About("local-sgd-c1", "The outer rate repairs a small inner rate",
                "Without noise the best gamma is about 1.9/(eta L H) for eta <= 1e-3: 957, 97, 10.5, 2.17 and 1.88 at eta ="
                        + " 1e-4, 1e-3, 1e-2, 0.1, 1, within 15%, and f(x_R) gains 191, 87, 10.7, 2.2 and 2.2 times over"
                        + " gamma = 1.",
                "measured here; the effect is in Khaled et al., arXiv 2509.10439", Provenance.OBSERVED,
                LogSpectrum.ABOUT, "H = 20, R = 50");
    }

    @Override
    public Class<Rate> instanceType() {
        return Rate.class;
    }

    @Override
    public Rate draw(long seed, int size) {
        int i = (int) Math.floorMod(seed, ETAS.length);
        return new Rate(ETAS[i], BEST[i], GAINS[i]);
    }

    @Override
    public Evidence evaluate(Rate rate) {
        double best = LogSpectrum.smallestAt(gamma -> loss(rate.eta, gamma), 0.5, 2000);
        return Evidence.of(Inequality.close("best gamma", best, rate.best, 0.15),
                Inequality.close("gain over gamma = 1", loss(rate.eta, 1) / loss(rate.eta, best), rate.gain, 0.15));
    }

    private static double loss(double eta, double gamma) {
        return LogSpectrum.loss(Simulation.of(Sgd.of(eta), Sgd.of(gamma), LOCAL_STEPS), ROUNDS);
    }

    @Override
    public Control<Rate> control() {
        return Control.violation("averaging, gamma = 1, is best and gains nothing over itself", this,
                (seed, size) -> new Rate(ETAS[(int) Math.floorMod(seed, ETAS.length)], 1, 1));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("outer rate gamma"), Axis.log("f(x_R)"));
        for (double eta : ETAS) {
            for (double gamma = 0.3; gamma < 4000; gamma *= 1.25) {
                double loss = loss(eta, gamma);
                if (loss < 10) figure.line("eta = " + eta, gamma, loss);
            }
        }
        return figure.caption("H = 20, R = 50, no noise: the product of the rates decides while both are small.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(60);
    }

    @Override
    public int draws() {
        return ETAS.length;
    }

    @Override
    public int smallest() {
        return 60;
    }
}
