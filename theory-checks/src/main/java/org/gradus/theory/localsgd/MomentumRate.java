package org.gradus.theory.localsgd;

import java.util.List;
import org.gradus.federated.Simulation;
import org.gradus.federated.rule.HeavyBall;
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

/** Outer momentum far from the stability limit is a larger outer rate. */
final class MomentumRate implements Claim<MomentumRate.Rates> {
    private static final double ETA = 1e-3;
    private static final int LOCAL_STEPS = 20;
    private static final int ROUNDS = 400;
    private static final double[] GAMMAS = {0.1, 1, 5};
    private static final double[] MOMENTA = {0.5, 0.9};

    record Rates(double gamma, double mu) {
        Rates {
            Require.positive("gamma", gamma);
            Require.decayRate("mu", mu);
        }
    }

    @Override
    public About about() {
        return new About("local-sgd-c4", "Momentum is a rate of gamma/(1-mu)",
                "f(x_R) of outer heavy ball (gamma, mu) is that of outer SGD with gamma/(1-mu) within 0.2%, for gamma in"
                        + " {0.1, 1, 5}, mu in {0.5, 0.9} at eta = 0.001.",
                "measured here; Khaled et al., arXiv 2509.10439, Theorem 2 has the same effective rate", Provenance.OBSERVED,
                LogSpectrum.ABOUT, "H = 20, R = 400, no noise");
    }

    @Override
    public Class<Rates> instanceType() {
        return Rates.class;
    }

    @Override
    public Rates draw(long seed, int size) {
        return new Rates(GAMMAS[(int) Math.floorMod(seed, GAMMAS.length)],
                MOMENTA[(int) Math.floorMod(Math.floorDiv(seed, GAMMAS.length), MOMENTA.length)]);
    }

    @Override
    public Evidence evaluate(Rates rates) {
        return against(rates, rates.gamma / (1 - rates.mu));
    }

    private static Evidence against(Rates r, double rate) {
        return Evidence.of(Inequality.close("f of heavy ball and of its rate", heavyBall(r.gamma, r.mu), sgd(rate), 2e-3));
    }

    private static double heavyBall(double gamma, double mu) {
        return LogSpectrum.loss(Simulation.of(Sgd.of(ETA), HeavyBall.of(gamma, mu), LOCAL_STEPS), ROUNDS);
    }

    private static double sgd(double gamma) {
        return LogSpectrum.loss(Simulation.of(Sgd.of(ETA), Sgd.of(gamma), LOCAL_STEPS), ROUNDS);
    }

    @Override
    public Control<Rates> control() {
        return Control.falseClaim("momentum does not change the rate", this, r -> against(r, r.gamma));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("gamma/(1-mu)"), Axis.log("f(x_R)"));
        for (double rate = 0.1; rate < 2000; rate *= 1.5) {
            double plain = sgd(rate);
            if (plain < 10) figure.dashed("outer SGD", rate, plain);
            for (double mu : MOMENTA) {
                double loss = heavyBall(rate * (1 - mu), mu);
                if (loss < 10) figure.line("heavy ball, mu = " + mu, rate, loss);
            }
        }
        return figure.caption("eta = 0.001, H = 20, R = 400: one curve until outer SGD nears its stability limit.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(60);
    }

    @Override
    public int draws() {
        return GAMMAS.length * MOMENTA.length;
    }

    @Override
    public int smallest() {
        return 60;
    }
}
