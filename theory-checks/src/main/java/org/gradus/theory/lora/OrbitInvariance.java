package org.gradus.theory.lora;

import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.RealMatrix;
import org.gradus.optim.Optimizer;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** Transformation invariance: the coordinates that training starts in do not matter. */
final class OrbitInvariance implements Claim<Orbit> {
    /** Options that are said to keep invariance, all of them between these. */
    static final List<String> OPTIMIZERS = List.of("lora-rite(lr=0.05)", "lora-rite(preset=paper, lr=0.3)",
            "lora-rite(preset=paper-ema, lr=0.05)", "lora-rite(preset=official, lr=0.05)",
            "lora-rite(lr=0.05, escape=true, epsRoot=0.01, capRms=0.7, clipUnmagnified=2, weightDecayDecoupled=0.1)",
            "lora-rite(lr=0.05, lrRatio=4, balance=true, regauge=3)",
            "lora-rite(lr=0.05, updateOrder=alternate-steps, skipRms=3)",
            "lora-rite(lr=0.05, beta1=0, secondMoment=sum, secondOrderGuard=1)");
    private static final int STEPS = 20;
    /** Z may come this near to a lower rank. */
    static final double NEAREST = 1e3;

    @Override
    public About about() {
        return new About("lora-rite-orbit", "LoRA-RITE does not see the coordinates of its start",
                "From (A R, B R^-T) and from (A, B) LoRA-RITE goes through the same products Z = A B^T, with momentum,"
                        + " eps, clipping of unmagnified gradients, escape, decoupled decay, separate rates; up to"
                        + " rounding, which grows as cond(R).",
                "Yen et al., arXiv 2410.20625, Theorem 2; along orbits of GL(r), since for rank-deficient Z equal"
                        + " products are not enough",
                Provenance.PAPER, "A and B of full column rank, R invertible", "|Z| / sigma_r(Z) <= 1000 on the way");
    }

    @Override
    public Class<Orbit> instanceType() {
        return Orbit.class;
    }

    @Override
    public Orbit draw(long seed, int size) {
        SplittableRandom random = new SplittableRandom(1000 * seed + size);
        String optimizer = OPTIMIZERS.get((int) Math.floorMod(seed, OPTIMIZERS.size()));
        return Orbit.of(Problem.of(optimizer, Size.of(size), 0.5, STEPS, random), 1, kappa(seed), random);
    }

    /** 1, 100, 10^4, 10^6 in turn, once for each optimizer. */
    private static double kappa(long seed) {
        return Math.pow(100, Math.floorMod(seed + Math.floorDiv(seed, (long) OPTIMIZERS.size()), 4));
    }

    @Override
    public Evidence evaluate(Orbit orbit) {
        return compare(orbit.paths(), orbit.kappa());
    }

    static Evidence compare(Orbit.Paths paths, double loss) {
        if (paths.condition() > NEAREST) return Evidence.outside("|Z| / sigma_r(Z) <= 1000, but it is " + paths.condition());
        return Evidence.of(Inequality.exact("largest |Z(R) - Z| / |Z|", paths.worst(), paths.rounding(loss)));
    }

    @Override
    public Control<Orbit> control() {
        return Control.falseClaim("with L2 decay, 0.1 times the factor, in the gradient", this, orbit -> {
            Optimizer optimizer = Optimizers.read(orbit.problem().optimizer());
            return compare(orbit.paths(optimizer, OrbitInvariance::stepWithDecay), orbit.kappa());
        });
    }

    private static void stepWithDecay(Run run, RealMatrix gradient) {
        RealMatrix up = run.up();
        RealMatrix down = run.down();
        run.step(gradient.multiply(down).add(up.scalarMultiply(0.1)),
                gradient.transpose().multiply(up).add(down.scalarMultiply(0.1)));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("cond(R)"), Axis.log("largest |Z(R) - Z| / |Z| in 20 steps"));
        for (int exponent = 0; exponent <= 8; exponent++) {
            double kappa = Math.pow(10, exponent);
            SplittableRandom random = new SplittableRandom(exponent);
            Orbit orbit = Orbit.of(Problem.of(OPTIMIZERS.get(0), Size.of(12), 0.5, STEPS, random), 1, kappa, random);
            Optimizer rite = Optimizers.read(OPTIMIZERS.get(0));
            figure.line("LoRA-RITE", kappa, Math.max(1e-16, orbit.paths().worst()));
            figure.line("LoRA-RITE, gradient with L2 decay", kappa,
                    Math.max(1e-16, orbit.paths(rite, OrbitInvariance::stepWithDecay).worst()));
            figure.line("Adam", kappa, Math.max(1e-16, orbit.paths(Optimizers.read("adam(lr=0.05)"), Run::step).worst()));
            figure.dashed("cond(R) 2^-53", kappa, kappa * 0x1p-53);
        }
        return figure.caption("LoRA-RITE's products depend on the coordinates through rounding alone; Adam's do from"
                + " the first step.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(3, 6, 12, 24);
    }

    @Override
    public int draws() {
        return 64;
    }
}
