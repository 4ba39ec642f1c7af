package org.gradus.theory.lora;

import java.util.List;
import java.util.SplittableRandom;
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

/** The usual start, one factor zero: invariant along the orbit, and along nothing else. */
final class ZeroStart implements Claim<Orbit> {
    private static final int STEPS = 20;
    private static final List<String> OPTIMIZERS = List.of("lora-rite(lr=0.05)", "lora-rite(preset=paper, lr=0.3)",
            "lora-rite(preset=paper-ema, lr=0.05)", "lora-rite(preset=official, lr=0.05, skipRms=0)");

    @Override
    public About about() {
        return new About("lora-rite-zero-start", "LoRA-RITE from a zero factor",
                "From (0, B R^-T) and (0, B) LoRA-RITE goes through the same products, if gradients have rank at least"
                        + " r. Other B' with the same product 0 are not covered: every optimizer then moves Z"
                        + " differently.",
                "the correction to the definition in Yen et al., arXiv 2410.20625: equal products only count along"
                        + " orbits of GL(r)",
                Provenance.DERIVED, "B of full column rank", "gradients of rank >= r");
    }

    @Override
    public Class<Orbit> instanceType() {
        return Orbit.class;
    }

    @Override
    public Orbit draw(long seed, int size) {
        SplittableRandom random = new SplittableRandom(1000 * seed + size);
        int many = OPTIMIZERS.size();
        Problem p = Problem.of(OPTIMIZERS.get((int) Math.floorMod(seed, many)), Size.of(size), 0.5, STEPS, random)
                .fromZero();
        double kappa = Math.pow(10, Math.floorMod(seed + Math.floorDiv(seed, (long) many), 4));
        return Orbit.of(p, 1, kappa, random);
    }

    @Override
    public Evidence evaluate(Orbit orbit) {
        return compare(orbit.paths(), orbit.kappa());
    }

    private static Evidence compare(Orbit.Paths paths, double kappa) {
        if (paths.condition() > OrbitInvariance.NEAREST) {
            return Evidence.outside("gradients that give Z rank r: |Z| / sigma_r(Z) <= 1000, but it is "
                    + paths.condition());
        }
        return Evidence.of(Inequality.exact("largest |Z(R) - Z| / |Z|", paths.worst(), paths.rounding(kappa)));
    }

    @Override
    public Control<Orbit> control() {
        return Control.falseClaim("Z = 0 is all that matters: from (0, B) and (0, B') with any other B'", this, orbit -> {
            Problem p = orbit.problem();
            double[][] other = Matrices.gaussian(p.down().length, p.down()[0].length, new SplittableRandom(p.steps()));
            Optimizer optimizer = Optimizers.read(p.optimizer());
            Run second = new Run(optimizer, Matrices.of(p.up()), Matrices.of(other));
            return compare(orbit.paths(second, optimizer, Run::step), orbit.kappa());
        });
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.linear("step"), Axis.log("|Z(R) - Z| / |Z|, cond(R) = 10"));
        for (String optimizer : List.of("lora-rite(lr=0.05)", "adam(lr=0.05)", "scaled-adam(lr=0.05)", "lamb(lr=0.05)")) {
            SplittableRandom random = new SplittableRandom(7);
            Orbit orbit = Orbit.of(Problem.of(optimizer, Size.of(12), 0.5, STEPS, random).fromZero(), 1, 10, random);
            double[] relative = orbit.paths().relative();
            for (int t = 0; t < STEPS; t++) figure.line(optimizer, t + 1, Math.max(1e-16, relative[t]));
        }
        return figure.caption("A = 0 at the start: the other factor's coordinates decide what the baselines learn.");
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
