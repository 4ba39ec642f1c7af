package org.gradus.theory.adam;

import static org.gradus.theory.Inequality.exact;

import java.util.List;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Provenance;

/** T2: with a running second moment the same holds, up to constants. */
final class SeededDiagonal implements Claim<Diagonal> {
    @Override
    public About about() {
        return new About("adam-t2", "Adam with a seeded second moment on a diagonal Hessian",
                "With v_0 = g_0^2, K = ceil(kappa_A ln(1/eps)), beta2 = 1 - 1/K and alpha = min|e_0i|/2, every |e_ki|"
                        + " decreases and f_K <= eps f_0: of order d log(1/eps) with constant probability, for any"
                        + " condition number.",
                "Das et al., arXiv 2402.07114 (diagonal Hessians); constants derived here", Provenance.DERIVED,
                "Q diagonal and positive", "v starts at the first squared gradient", "beta1 = 0, eps = 0");
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
        return at(p, p.smallestError() / 2);
    }

    private static Evidence at(Diagonal p, double alpha) {
        long steps = p.steps();
        SquaredGradients run = SquaredGradients.seeded(p.objective(), p.start(), alpha, SquaredGradients.decay(steps));
        double[] before = p.start().clone();
        double rise = 0;
        long hit = -1;
        for (long k = 0; k < steps; k++) {
            run.step();
            for (int i = 0; i < before.length; i++) {
                double now = run.error()[i];
                rise = Math.max(rise, Math.abs(now) - Math.abs(before[i]));
                before[i] = now;
            }
            if (hit < 0 && run.value() <= Diagonal.EPS * p.value()) hit = k + 1;
        }
        return Evidence.of(
                exact("steps to f <= eps f_0, against K", hit < 0 ? steps + 1 : hit, steps),
                exact("f_K <= eps f_0", run.value(), Diagonal.EPS * p.value()),
                exact("|e_(k+1),i| <= |e_ki| (largest rise)", rise, 0));
    }

    /** The steps until f has come down to the share 1e-6, at the claim's alpha and beta2. */
    static long hit(Diagonal p) {
        return SquaredGradients.seeded(p.objective(), p.start(), p.smallestError() / 2, SquaredGradients.decay(p.steps()))
                .hit(Diagonal.EPS, p.steps());
    }

    @Override
    public Control<Diagonal> control() {
        return Control.falseClaim("the same at five times the rate, alpha = 2.5 min|e_0i|", this,
                p -> at(p, 2.5 * p.smallestError()));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("condition number of Q"),
                Axis.log("steps to f <= 1e-6 f_0, median of 21"));
        for (DiagonalTable.Row row : DiagonalTable.rows(new int[] {64}, DiagonalTable.KAPPAS)) {
            figure.line("GD, rate 1/L", row.kappa(), row.median("gd_L"));
            figure.line("GD, best rate", row.kappa(), row.median("gd_opt"));
            figure.line("frozen Adam, best rate", row.kappa(), row.median("frozen_opt"));
            figure.line("Adam, seeded", row.kappa(), row.median("ema_thm"));
            figure.line("Adam, bias-corrected", row.kappa(), row.median("bc_same_params"));
            figure.dashed("K of the claim", row.kappa(), row.median("K_bound"));
        }
        return figure.caption("d = 64: gradient descent grows with the condition number, Adam does not notice it. (Rate"
                + " 1/L looks better than it is: coordinates of tiny curvature never have to shrink.)");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(4, 16, 64, 256);
    }

    @Override
    public int draws() {
        return 168;
    }
}
