package org.gradus.theory.lora;

import java.util.ArrayList;
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

/** The guard against the term dA dBᵀ where Z is nearly of lower rank. */
final class SecondOrderGuard implements Claim<Problem> {
    private static final int STEPS = 20;
    private static final String GUARDED = "lora-rite(lr=0.05, secondOrderGuard=1)";
    private static final String UNGUARDED = "lora-rite(lr=0.05)";

    @Override
    public About about() {
        return new About("lora-rite-guard", "The guard bounds the second-order part of a step",
                "With secondOrderGuard = 1 every step has |dA dB^T| <= |dA B^T + A dB^T|, however small a singular value"
                        + " of Z is.",
                "a remedy for a property of Yen et al., arXiv 2410.20625, Algorithm 1", Provenance.DERIVED,
                "the last column of A and B a thousandth of the others");
    }

    @Override
    public Class<Problem> instanceType() {
        return Problem.class;
    }

    @Override
    public Problem draw(long seed, int size) {
        SplittableRandom random = new SplittableRandom(1000 * seed + size);
        Problem p = Problem.of(GUARDED, Size.of(size), 1, STEPS, random).quiet();
        int last = Size.of(size).r() - 1;
        for (double[] row : p.up()) row[last] *= 1e-3;
        for (double[] row : p.down()) row[last] *= 1e-3;
        return p;
    }

    @Override
    public Evidence evaluate(Problem p) {
        return evaluate(p, p.optimizer());
    }

    private static Evidence evaluate(Problem p, String optimizer) {
        Inequality worst = null;
        for (Parts parts : Parts.of(p, optimizer)) {
            Inequality here = new Inequality("|dA dB^T| <= |dA B^T + A dB^T|", parts.second, parts.first, parts.rounding);
            if (worst == null || here.tightness() > worst.tightness()) worst = here;
        }
        return Evidence.of(worst);
    }

    /** Of one step: |dA dBᵀ|, |dA Bᵀ + A dBᵀ|, and what rounding of the factors does to them. */
    private record Parts(double second, double first, double rounding) {
        static List<Parts> of(Problem p, String optimizer) {
            Run run = new Run(Optimizers.read(optimizer), Matrices.of(p.up()), Matrices.of(p.down()));
            List<Parts> all = new ArrayList<>();
            for (int t = 0; t < p.steps(); t++) {
                RealMatrix a = run.up();
                RealMatrix b = run.down();
                run.step(p.gradient(t, run.product()));
                RealMatrix da = run.up().subtract(a);
                RealMatrix db = run.down().subtract(b);
                double second = da.multiply(db.transpose()).getFrobeniusNorm();
                double first = da.multiply(b.transpose()).add(a.multiply(db.transpose())).getFrobeniusNorm();
                double sizes = (a.getFrobeniusNorm() + da.getFrobeniusNorm())
                        * (b.getFrobeniusNorm() + db.getFrobeniusNorm());
                all.add(new Parts(second, first, 64 * 0x1p-53 * sizes));
            }
            return all;
        }
    }

    @Override
    public Control<Problem> control() {
        return Control.falseClaim("the same without the guard", this, p -> evaluate(p, UNGUARDED));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.linear("step"), Axis.log("|Z - target|"));
        Problem p = draw(0, 12);
        for (String optimizer : List.of(GUARDED, UNGUARDED)) {
            Run run = new Run(Optimizers.read(optimizer), Matrices.of(p.up()), Matrices.of(p.down()));
            for (int t = 0; t < p.steps(); t++) {
                figure.line(optimizer.equals(GUARDED) ? "guard on" : "guard off", t,
                        Matrices.distance(run.product(), Matrices.of(p.target())));
                run.step(p.gradient(t, run.product()));
            }
        }
        return figure.caption("One small singular value of Z at the start: without the guard the first step throws Z away.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(6, 12, 24);
    }

    @Override
    public int draws() {
        return 30;
    }

    @Override
    public int smallest() {
        return 6;
    }
}
