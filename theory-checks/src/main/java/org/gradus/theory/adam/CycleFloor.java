package org.gradus.theory.adam;

import java.util.List;
import org.gradus.optim.option.Require;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** T9's attraction: the cycle is where runs from random starts end. */
final class CycleFloor implements Claim<CycleFloor.Run> {
    private static final int STEPS = 200_000;
    private static final double[] DECAYS = {0.5, 0.9, 0.99};
    private static final double[] RATES = {0.05, 0.005};

    /** A diagonal problem, a rate and a decay. */
    record Run(double[] eigenvalues, double[] start, double alpha, double b) {
        Run {
            Require.positive("alpha", alpha);
            Require.decayRate("b", b);
        }

        Diagonal problem() {
            return new Diagonal(eigenvalues, start);
        }
    }

    @Override
    public About about() {
        return new About("adam-t9-floor", "Runs end on the 2-cycle",
                "On a diagonal Hessian every sign pattern is a cycle, so after 2e5 steps f = (alpha^2/8) tr Q to 1e-9,"
                        + " for beta2 of 0.5, 0.9, 0.99. (The linearization has determinant b and trace 3b - 1: stable"
                        + " for 0 < b < 1.)",
                "Das et al., arXiv 2402.07114 (fixed points at a constant rate); stability derived here, attraction from"
                        + " random starts observed",
                Provenance.DERIVED, "Q diagonal and positive", "beta2 <= 0.99: above, the error underflows to 0 first",
                "v starts at the first squared gradient, eps = 0");
    }

    @Override
    public Class<Run> instanceType() {
        return Run.class;
    }

    @Override
    public Run draw(long seed, int size) {
        return draw(seed, size, DECAYS[(int) Math.floorMod(seed, DECAYS.length)]);
    }

    private static Run draw(long seed, int size, double b) {
        Diagonal p = Diagonal.of(size, size < 16 ? 10 : 1000, seed);
        return new Run(p.eigenvalues(), p.start(), RATES[(int) Math.floorMod(seed, RATES.length)], b);
    }

    @Override
    public Evidence evaluate(Run run) {
        return run.b > 0.99 || run.b <= 0 ? Evidence.outside("0 < beta2 <= 0.99, but beta2 = " + run.b) : compare(run);
    }

    private static Evidence compare(Run run) {
        double floor = floor(run);
        double trace = 3 * run.b - 1;
        // The larger modulus of the roots of x^2 - trace x + b.
        double modulus = trace * trace < 4 * run.b ? Math.sqrt(run.b)
                : (Math.abs(trace) + Math.sqrt(trace * trace - 4 * run.b)) / 2;
        return Evidence.of(
                Inequality.close("f after 2e5 steps = (alpha^2/8) tr Q", value(run), floor, 1e-9),
                Inequality.exact("modulus of the linearization <= 1", modulus, 1));
    }

    static double floor(Run run) {
        return run.alpha * run.alpha * run.problem().trace() / 8;
    }

    static double value(Run run) {
        SquaredGradients descent = SquaredGradients.seeded(run.problem().objective(), run.start, run.alpha, run.b);
        for (int k = 0; k < STEPS; k++) descent.step();
        return descent.value();
    }

    @Override
    public Control<Run> control() {
        return new Control<>("the same with beta2 = 0.999, where the error underflows before the second moment has followed",
                (seed, size) -> draw(seed, size, 0.999), CycleFloor::compare);
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("alpha"), Axis.log("f after 2e5 steps"));
        for (double b : DECAYS) {
            for (double alpha = 1e-3; alpha < 0.2; alpha *= 2) {
                Diagonal p = Diagonal.of(16, 1e3, 0);
                Run run = new Run(p.eigenvalues(), p.start(), alpha, b);
                figure.point("beta2 = " + b, alpha, value(run));
                if (b == 0.5) figure.dashed("alpha^2 tr(Q)/8", alpha, floor(run));
            }
        }
        return figure.caption("d = 16, kappa = 1e3: the floor is quadratic in the rate and does not depend on beta2.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(4, 16);
    }

    @Override
    public int draws() {
        return 24;
    }
}
