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
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** What the escaped mass is for: the spectrum that steps are divided by never falls. */
final class MonotoneSpectrum implements Claim<Problem> {
    private static final int STEPS = 30;

    @Override
    public About about() {
        return new About("lora-rite-spectrum", "The spectrum of V + rho I never falls",
                "With summed second moment and escaped mass every sorted eigenvalue of V_t + rho_t I is nondecreasing in"
                        + " t, whatever the gradients and the turns of the basis.",
                "role of rho in Yen et al., arXiv 2410.20625; proof: Cauchy interlacing and Weyl", Provenance.DERIVED,
                "second moment summed, escape on");
    }

    @Override
    public Class<Problem> instanceType() {
        return Problem.class;
    }

    /** Every third gradient is 0: then nothing is added, and momentum turns the basis on. */
    @Override
    public Problem draw(long seed, int size) {
        SplittableRandom random = new SplittableRandom(1000 * seed + size);
        Problem p = Problem.of(SummedRite.optimizer(0.9, true), Size.of(size), 0, STEPS, random);
        for (int t = 2; t < STEPS; t += 3) p.noise()[t] = new double[p.up().length][p.down().length];
        return p;
    }

    @Override
    public Evidence evaluate(Problem p) {
        if (!SummedRite.sums(p)) return Evidence.outside("second moment summed, escape on, but it is " + p.optimizer());
        return evaluate(p, Optimizers.read(p.optimizer()));
    }

    private static Evidence evaluate(Problem p, Optimizer optimizer) {
        List<Inequality> all = new ArrayList<>();
        for (SideHistory side : SideHistory.of(p, optimizer)) all.add(largestFall(all.isEmpty() ? "A" : "B", side));
        return Evidence.of(all);
    }

    /** The eigenvalue before and after that fell most, or rose least, relative to itself. */
    private static Inequality largestFall(String of, SideHistory side) {
        Inequality worst = null;
        for (int t = 1; t < side.steps().size(); t++) {
            double[] before = spectrum(side.steps().get(t - 1));
            double[] after = spectrum(side.steps().get(t));
            for (int i = 0; i < before.length; i++) {
                double rounding = 64 * 0x1p-53 * after.length * Math.max(before[0], after[0]);
                Inequality here = new Inequality(of + ": an eigenvalue before and after a step", before[i], after[i],
                        rounding);
                if (worst == null || here.tightness() > worst.tightness()) worst = here;
            }
        }
        return worst;
    }

    private static double[] spectrum(SideHistory.Step step) {
        RealMatrix nu = step.nu();
        double[] values = Matrices.eigenvalues(nu);
        for (int i = 0; i < values.length; i++) values[i] += step.rho();
        return values;
    }

    @Override
    public Control<Problem> control() {
        return Control.falseClaim("the same without escaped mass", this,
                p -> evaluate(p, Optimizers.read(SummedRite.optimizer(0.9, false))));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.linear("step"), Axis.log("eigenvalues of V + rho I, of the up factor"));
        for (boolean escape : new boolean[] {true, false}) {
            SideHistory side = SideHistory.of(draw(1, 12), Optimizers.read(SummedRite.optimizer(0.9, escape))).get(0);
            for (int t = 0; t < side.steps().size(); t++) {
                double[] values = spectrum(side.steps().get(t));
                for (int i : new int[] {0, values.length - 1}) {
                    figure.line((i == 0 ? "largest, " : "smallest, ") + (escape ? "with rho" : "without"), t + 1, values[i]);
                }
            }
        }
        return figure.caption("Every third gradient is 0: V alone then falls as the basis turns, V + rho I does not.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(3, 6, 12, 24);
    }

    @Override
    public int draws() {
        return 48;
    }
}
