package org.gradus.theory.lora;

import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.RealMatrix;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** A zero factor and gradients of rank 1: what batches of one token give. */
final class LowRankStart implements Claim<Orbit> {
    private static final String CORE = "lora-rite(lr=0.05)";
    private static final String PSEUDO = "lora-rite(lr=0.05, inverse=pinv-r)";
    /** Directions that enter late are divided by what rounding left of them: a bound from experience, not derived. */
    private static final double TOLERANCE = 1e-6;

    @Override
    public About about() {
        return new About("lora-rite-low-rank-start", "LoRA-RITE through a start of low rank",
                "From A = 0 with gradients of rank 1, LoRA-RITE with core and the relative cutoff 1e-12 is invariant"
                        + " along orbits (cond(R) up to 100, r up to 8), up to 1e-6; with the pseudo-inverse of R it is"
                        + " not.",
                "limit of Theorem 2 of Yen et al., arXiv 2410.20625; seen in experiments", Provenance.OBSERVED,
                "B of full column rank", "gradients of rank 1, prescribed");
    }

    @Override
    public Class<Orbit> instanceType() {
        return Orbit.class;
    }

    @Override
    public Orbit draw(long seed, int size) {
        SplittableRandom random = new SplittableRandom(1000 * seed + size);
        Size shape = Size.of(size);
        Problem p = Problem.of(CORE, shape, 0, 2 * shape.r() + 6, random).fromZero();
        for (int t = 0; t < p.steps(); t++) {
            RealMatrix left = Matrices.of(Matrices.gaussian(shape.m(), 1, random));
            RealMatrix right = Matrices.of(Matrices.gaussian(1, shape.n(), random));
            p.noise()[t] = left.multiply(right).scalarMultiply(0.5).getData();
        }
        return Orbit.of(p, 1, Math.pow(10, Math.floorMod(seed, 3)), random);
    }

    @Override
    public Evidence evaluate(Orbit orbit) {
        return Evidence.of(Inequality.exact("largest |Z(R) - Z| / |Z|", orbit.paths().worst(), TOLERANCE));
    }

    @Override
    public Control<Orbit> control() {
        return Control.falseClaim("the same with the pseudo-inverse of R", this, orbit -> Evidence.of(Inequality.exact(
                "largest |Z(R) - Z| / |Z|", orbit.paths(Optimizers.read(PSEUDO), Run::step).worst(), TOLERANCE)));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.linear("step"), Axis.log("|Z(R) - Z| / |Z|"));
        for (int seed = 0; seed < 3; seed++) {
            for (String optimizer : List.of(CORE, PSEUDO)) {
                double[] relative = draw(seed, 12).paths(Optimizers.read(optimizer), Run::step).relative();
                String name = (optimizer.equals(CORE) ? "core" : "pinv-r") + ", cond(R) = " + (int) Math.pow(10, seed);
                for (int t = 0; t < relative.length; t++) figure.line(name, t + 1, Math.max(1e-16, relative[t]));
            }
        }
        return figure.caption("Gradients of rank 1 from A = 0: the pseudo-inverse of a factor depends on its coordinates.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(6, 12, 24);
    }

    @Override
    public int draws() {
        return 45;
    }

    @Override
    public int smallest() {
        return 6;
    }
}
