package org.gradus.theory.lora;

import java.util.ArrayList;
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
import org.gradus.theory.Provenance;

/** Transformation invariance of the state: coordinates may change at any step. */
final class RegaugedOrbit implements Claim<Orbit> {
    private static final int STEPS = 20;
    /** All but regauge, which multiplies the gauges of this schedule by one of its own. */
    private static final List<String> OPTIMIZERS = optimizers();

    private static List<String> optimizers() {
        List<String> optimizers = new ArrayList<>(OrbitInvariance.OPTIMIZERS);
        optimizers.removeIf(o -> o.contains("regauge"));
        return optimizers;
    }

    @Override
    public About about() {
        return new About("lora-rite-regauge", "LoRA-RITE's state does not refer to coordinates",
                "If the factors go to (A R_t, B R_t^-T) before every step t and the optimizer's state stays as it is, Z"
                        + " goes through the same products; up to rounding, which grows as cond(R)^2.",
                "Yen et al., arXiv 2410.20625, Theorem 2; along orbits of GL(r)", Provenance.PAPER,
                "A and B of full column rank, R_t invertible", "|Z| / sigma_r(Z) <= 1000 on the way");
    }

    @Override
    public Class<Orbit> instanceType() {
        return Orbit.class;
    }

    @Override
    public Orbit draw(long seed, int size) {
        SplittableRandom random = new SplittableRandom(1000 * seed + size);
        String optimizer = OPTIMIZERS.get((int) Math.floorMod(seed, OPTIMIZERS.size()));
        return Orbit.of(Problem.of(optimizer, Size.of(size), 0.5, STEPS, random), STEPS,
                Math.pow(10, Math.floorMod(seed, 4)), random);
    }

    @Override
    public Evidence evaluate(Orbit orbit) {
        double kappa = orbit.kappa();
        return OrbitInvariance.compare(orbit.paths(), kappa * kappa);
    }

    @Override
    public Control<Orbit> control() {
        return Control.falseClaim("with the factors' own gradients clipped to norm 1, as trainers do", this, orbit -> {
            Optimizer optimizer = Optimizers.read(orbit.problem().optimizer());
            return OrbitInvariance.compare(orbit.paths(optimizer, RegaugedOrbit::stepClipped), Math.pow(orbit.kappa(), 2));
        });
    }

    private static void stepClipped(Run run, RealMatrix gradient) {
        RealMatrix ofUp = gradient.multiply(run.down());
        RealMatrix ofDown = gradient.transpose().multiply(run.up());
        double scale = Math.min(1, 1 / Math.hypot(ofUp.getFrobeniusNorm(), ofDown.getFrobeniusNorm()));
        run.step(ofUp.scalarMultiply(scale), ofDown.scalarMultiply(scale));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.linear("step"), Axis.log("|Z(R_t) - Z| / |Z|"));
        for (int kappa : new int[] {1, 10, 100, 1000}) {
            SplittableRandom random = new SplittableRandom(kappa);
            Problem problem = Problem.of(OPTIMIZERS.get(0), Size.of(12), 0.5, 50, random);
            Orbit orbit = Orbit.of(problem, 50, kappa, random);
            plot(figure, "cond(R_t) = " + kappa, orbit.paths());
            if (kappa == 10) {
                plot(figure, "10, gradients clipped before",
                        orbit.paths(Optimizers.read(OPTIMIZERS.get(0)), RegaugedOrbit::stepClipped));
            }
        }
        return figure.caption("Coordinates that change before every step: rounding accumulates, nothing else happens.");
    }

    private static void plot(Figure.Builder figure, String name, Orbit.Paths paths) {
        for (int t = 0; t < paths.relative().length; t++) figure.line(name, t + 1, Math.max(1e-16, paths.relative()[t]));
    }

    @Override
    public List<Integer> sizes() {
        return List.of(3, 6, 12, 24);
    }

    @Override
    public int draws() {
        return 56;
    }
}
