package org.gradus.theory.tailopt;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.gradus.federated.Simulation;
import org.gradus.federated.noise.By;
import org.gradus.federated.noise.StudentT;
import org.gradus.federated.problem.Disturbance;
import org.gradus.optim.Chain;
import org.gradus.optim.Optimizer;
import org.gradus.optim.option.Require;
import org.gradus.optim.rule.BiClip;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.rule.SignSgd;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;
import org.gradus.theory.simulated.Curve;
import org.gradus.theory.simulated.Largest;
import org.gradus.theory.simulated.Separable;
import org.gradus.theory.simulated.Trajectory;

/** Thresholds that do not act leave simpler methods. */
final class Reductions implements Claim<Reductions.Setting> {
    private static final int ROUNDS = 12;

    /** @param outerShare the outer upper threshold in units of eta z u; from 1 on it cannot act */
    record Setting(int dimension, int clients, double eta, double upper, double lower, double outerShare, int localSteps,
            long seed) {
        Setting {
            Require.positive("eta", eta);
            Require.positive("outerShare", outerShare);
        }

        double[] end(Optimizer inner, Optimizer outer, int clients, int localSteps, boolean noisy) {
            double[] w = new double[dimension];
            double[] start = new double[dimension];
            Arrays.setAll(w, j -> 1.0 / (1 + j));
            Arrays.setAll(start, j -> 3 - j % 3);
            Disturbance noise = noisy ? Disturbance.of(new StudentT(1.5, 0.5, By.COORDINATE)) : Disturbance.none();
            return Trajectory.endOf(Simulation.of(inner, outer, localSteps).with("innerState", "reset"),
                    Separable.equal(Curve.SQUARE, w, clients, start, noise), ROUNDS, seed).end();
        }

        Optimizer clipped() {
            return Chain.of(BiClip.of(upper, lower), Sgd.of(eta));
        }

        Optimizer outer(double upper) {
            return Chain.of(BiClip.of(upper, 0), Sgd.of(1));
        }
    }

    @Override
    public About about() {
        return new About("tailopt-reductions", "What clipped methods reduce to",
                "BiClip(inf, 0) inside is FedAvg; Bi2Clip with outer thresholds (inf, 0), or (ut, 0) with ut >= eta z u, is"
                        + " Avg-BiClip; one client, z = 1 and d = u is sign descent of rate eta u; equal clients without"
                        + " noise are one client.",
                "Lee et al., arXiv 2502.04164, by their definitions", Provenance.DERIVED, "finite gradients");
    }

    @Override
    public Class<Setting> instanceType() {
        return Setting.class;
    }

    @Override
    public Setting draw(long seed, int size) {
        Random random = new Random(100 * seed + size);
        double upper = 0.5 + 2 * random.nextDouble();
        return new Setting(size, 2 + random.nextInt(4), 0.02 + 0.2 * random.nextDouble(), upper,
                0.3 * upper * random.nextDouble(), 1 + random.nextDouble(), 1 + random.nextInt(5), seed);
    }

    @Override
    public Evidence evaluate(Setting s) {
        Optimizer average = Sgd.of(1);
        double infinity = Double.POSITIVE_INFINITY;
        double[] clipped = s.end(s.clipped(), average, s.clients, s.localSteps, true);
        double outerUpper = s.outerShare * s.eta * s.localSteps * s.upper;
        return Evidence.of(
                same("BiClip(inf, 0) and SGD inside",
                        s.end(Chain.of(BiClip.of(infinity, 0), Sgd.of(s.eta)), average, s.clients, s.localSteps, true),
                        s.end(Sgd.of(s.eta), average, s.clients, s.localSteps, true)),
                same("outer BiClip(inf, 0) and averaging", s.end(s.clipped(), s.outer(infinity), s.clients, s.localSteps,
                        true), clipped),
                same("outer BiClip(ut >= eta z u, 0) and averaging",
                        s.end(s.clipped(), s.outer(outerUpper), s.clients, s.localSteps, true), clipped),
                same("d = u and sign descent",
                        s.end(Chain.of(BiClip.of(s.upper, s.upper), Sgd.of(s.eta)), average, 1, 1, true),
                        s.end(SignSgd.of(s.eta * s.upper), average, 1, 1, true)),
                same("equal clients and one", s.end(s.clipped(), average, s.clients, s.localSteps, false),
                        s.end(s.clipped(), average, 1, s.localSteps, false)));
    }

    private static Inequality same(String name, double[] a, double[] b) {
        return new Inequality(name, Largest.difference(a, b), 0, 1e-12 * Math.max(1, Largest.of(b)));
    }

    @Override
    public Control<Setting> control() {
        return Control.violation("an outer threshold of a quarter of eta z u changes nothing either", this,
                (seed, size) -> {
            Setting s = draw(seed, size);
            return new Setting(size, s.clients, s.eta, s.upper, s.lower, 0.25, s.localSteps, seed);
        });
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("outer upper threshold / (eta z u)"),
                Axis.linear("difference from Avg-BiClip"));
        Setting s = new Setting(4, 3, 0.1, 1, 0, 1, 4, 2);
        double[] clipped = s.end(s.clipped(), Sgd.of(1), 3, 4, true);
        for (double share = 0.02; share < 3; share *= 1.2) {
            double[] end = s.end(s.clipped(), s.outer(share * 0.4), 3, 4, true);
            figure.line("largest coordinate", share, Largest.difference(end, clipped));
        }
        return figure.caption("From eta z u on the outer threshold cannot act.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1, 5);
    }

    @Override
    public int draws() {
        return 60;
    }

    @Override
    public int smallest() {
        return 1;
    }
}
