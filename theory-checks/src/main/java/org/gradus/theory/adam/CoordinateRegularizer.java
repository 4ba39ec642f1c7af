package org.gradus.theory.adam;

import static org.gradus.theory.Inequality.atMost;
import static org.gradus.theory.Inequality.exact;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Provenance;

/** T4b: a regularizer of each coordinate's own size removes both dimension and condition number. */
final class CoordinateRegularizer implements Claim<Diagonal> {
    private static final int ENOUGH = (int) Math.ceil(Math.log(1 / Diagonal.EPS) / Math.log(9));

    @Override
    public About about() {
        return new About("adam-t4b", "A regularizer by coordinate",
                "With the frozen denominator |g_0i| + Q_ii max|e_0j| the condition number is at most 2, so that 7 steps"
                        + " at the best rate reach 1e-6, for every d and kappa.",
                "Das et al., arXiv 2402.07114 (a regularizer by coordinate); constants derived here", Provenance.DERIVED,
                "Q diagonal and positive");
    }

    @Override
    public Class<Diagonal> instanceType() {
        return Diagonal.class;
    }

    @Override
    public Diagonal draw(long seed, int size) {
        return Diagonal.of(size, seed);
    }

    @Override
    public Evidence evaluate(Diagonal p) {
        double[] scaled = ownSize(p);
        return Evidence.of(atMost("condition number <= 2", condition(scaled), 2, 16),
                exact("K <= 7", hit(p, scaled), ENOUGH));
    }

    static long hit(Diagonal p) {
        return hit(p, ownSize(p));
    }

    private static double[] ownSize(Diagonal p) {
        return scaled(p, i -> p.eigenvalues()[i]);
    }

    /** {@code lam_i / (|g_0i| + c_i max|e_0|)}. */
    private static double[] scaled(Diagonal p, IntToDoubleFunction c) {
        double[] scaled = new double[p.dimension()];
        Arrays.setAll(scaled, i -> p.eigenvalues()[i]
                / (p.eigenvalues()[i] * Math.abs(p.start()[i]) + c.applyAsDouble(i) * p.largestError()));
        return scaled;
    }

    private static double condition(double[] scaled) {
        return Arrays.stream(scaled).max().orElseThrow() / Arrays.stream(scaled).min().orElseThrow();
    }

    private static long hit(Diagonal p, double[] scaled) {
        double best = 2 / (Arrays.stream(scaled).max().orElseThrow() + Arrays.stream(scaled).min().orElseThrow());
        return FirstHit.of(p.weights(), FirstHit.factors(best, scaled), Diagonal.EPS);
    }

    @Override
    public Control<Diagonal> control() {
        return Control.falseClaim("one regularizer for all coordinates, the mean of Q_ii max|e_0j|", this, p -> {
            double[] scaled = scaled(p, i -> p.trace() / p.dimension());
            return Evidence.of(atMost("condition number <= 2", condition(scaled), 2, 16));
        });
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("condition number of Q"), Axis.log("steps to f <= 1e-6 f_0, seed 0"));
        for (double kappa : DiagonalTable.KAPPAS) {
            Diagonal p = Diagonal.of(64, kappa, 0);
            figure.line("GD, best rate", kappa, FirstHit.of(p.weights(), p.gradientFactors(p.optimalGradientRate()),
                    Diagonal.EPS));
            figure.line("frozen Adam", kappa, FirstHit.of(p.weights(), p.frozenFactors(p.optimalFrozenRate()),
                    Diagonal.EPS));
            figure.line("frozen Adam, regularized by coordinate", kappa, hit(p));
            figure.dashed("7", kappa, ENOUGH);
        }
        return figure.caption("d = 64. The price: the regularizer needs the diagonal of the Hessian.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(4, 16, 64, 256);
    }

    @Override
    public int draws() {
        return 84;
    }
}
