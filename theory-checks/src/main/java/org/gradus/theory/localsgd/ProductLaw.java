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

/** At small inner rates only the product of the two rates matters. */
final class ProductLaw implements Claim<ProductLaw.Rates> {
    private static final int LOCAL_STEPS = 20;
    private static final int ROUNDS = 50;
    private static final double[] PRODUCTS = {0.002, 0.01, 0.05, 0.1};
    private static final double[] GAMMAS = {2, 5, 20};

    record Rates(double product, double gamma) {
        Rates {
            Require.positive("product", product);
            Require.positive("gamma", gamma);
        }
    }

    @Override
    public About about() {
        return new About("local-sgd-c3", "The product of the rates",
                "f(x_R) at (gamma, eta) is between 0.985 and 1 times that at (1, gamma eta), for gamma eta in {0.002, 0.01,"
                        + " 0.05, 0.1} and gamma in {2, 5, 20}.",
                "measured here; Khaled et al., arXiv 2509.10439, discuss the limit", Provenance.OBSERVED,
                LogSpectrum.ABOUT, "H = 20, R = 50, no noise");
    }

    @Override
    public Class<Rates> instanceType() {
        return Rates.class;
    }

    @Override
    public Rates draw(long seed, int size) {
        return new Rates(PRODUCTS[(int) Math.floorMod(seed, PRODUCTS.length)],
                GAMMAS[(int) Math.floorMod(Math.floorDiv(seed, PRODUCTS.length), GAMMAS.length)]);
    }

    @Override
    public Evidence evaluate(Rates rates) {
        double ratio = ratio(rates);
        return Evidence.of(Inequality.atMost("f(gamma, eta) / f(1, gamma eta)", ratio, 1, 1 << 20),
                Inequality.exact("its inverse", 1 / ratio, 1 / 0.985));
    }

    private static double ratio(Rates r) {
        return loss(r.product / r.gamma, r.gamma) / loss(r.product, 1);
    }

    private static double loss(double eta, double gamma) {
        return LogSpectrum.loss(Simulation.of(Sgd.of(eta), Sgd.of(gamma), LOCAL_STEPS), ROUNDS);
    }

    @Override
    public Control<Rates> control() {
        return Control.violation("the same at products of 0.5, where gamma eta L H = 10", this,
                (seed, size) -> new Rates(0.5, GAMMAS[(int) Math.floorMod(seed, GAMMAS.length)]));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("gamma eta"), Axis.linear("f(gamma, eta) / f(1, gamma eta)"));
        for (double gamma : GAMMAS) {
            for (double product = 1e-3; product < 0.1; product *= 1.3) {
                figure.line("gamma = " + gamma, product, ratio(new Rates(product, gamma)));
            }
        }
        return figure.caption("H = 20, R = 50, no noise: local steps differ from one large step by the curvature within a"
                + " round only.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(60);
    }

    @Override
    public int draws() {
        return PRODUCTS.length * GAMMAS.length;
    }

    @Override
    public int smallest() {
        return 60;
    }
}
