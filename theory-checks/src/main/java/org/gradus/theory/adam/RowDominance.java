package org.gradus.theory.adam;

import static org.gradus.theory.Inequality.exact;

import java.util.Arrays;
import java.util.List;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Draws;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** T6: where rows dominate, no condition number is left. */
final class RowDominance implements Claim<Dense> {
    static final double DELTA = 1e-3;

    @Override
    public About about() {
        return new About("adam-t6", "Row-diagonally dominant Hessians, in the largest error",
                "With dominance c < 1, m_0 = min|g_0i|/Q_ii, alpha = m_0/2, K = ceil(2 (1+c)/(1-c) (max|e_0|/m_0)"
                        + " ln(1/delta)), beta2 = 1 - 1/K, max|e_ki| never rises and max|e_Ki| <= delta max|e_0i|: no"
                        + " kappa at all.",
                "sharper than the bound of Das et al., arXiv 2402.07114, for diagonally dominant Q, which has d sqrt(d"
                        + " kappa)", Provenance.DERIVED,
                "sum_(j != i) |Q_ij| <= c Q_ii with c < 1", "v starts at the first squared gradient");
    }

    @Override
    public Class<Dense> instanceType() {
        return Dense.class;
    }

    @Override
    public Dense draw(long seed, int size) {
        return Dense.of(Dense.Family.DIAGDOM, size, 10 * Draws.kappa(seed, 5), seed);
    }

    @Override
    public Evidence evaluate(Dense p) {
        double c = p.dominance();
        return c < 1 ? at(p, c) : Evidence.outside("row dominance c < 1, but c = " + c);
    }

    private static Evidence at(Dense p, double c) {
        long enough = steps(p, c);
        SquaredGradients run = run(p, enough);
        double rise = 0;
        double before = run.largestError();
        while (run.updates() < enough) {
            run.step();
            rise = Math.max(rise, run.largestError() - before);
            before = run.largestError();
        }
        return Evidence.of(
                exact("steps to max|e| <= delta max|e_0|, against K", hit(p, c), enough),
                exact("max|e_K| <= delta max|e_0|", before, DELTA * p.largestError()),
                new Inequality("max|e_(k+1)| <= max|e_k| (largest rise)", rise, 0,
                        8 * p.dimension() * Math.ulp(p.largestError())));
    }

    static long steps(Dense p, double c) {
        double bound = 2 * (1 + c) / (1 - c) * p.largestError() / smallestStep(p) * Math.log(1 / DELTA);
        return Math.max(2, (long) Math.ceil(bound));
    }

    /** Steps until the largest error has come down to the share delta. */
    static long hit(Dense p, double c) {
        long enough = steps(p, c);
        SquaredGradients run = run(p, enough);
        while (run.largestError() > DELTA * p.largestError() && run.updates() < enough) run.step();
        return run.updates();
    }

    private static SquaredGradients run(Dense p, long enough) {
        return SquaredGradients.seeded(p.objective(), p.start(), smallestStep(p) / 2, SquaredGradients.decay(enough));
    }

    /** m_0. */
    private static double smallestStep(Dense p) {
        double[] g = p.gradient();
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < g.length; i++) smallest = Math.min(smallest, Math.abs(g[i]) / p.q()[i][i]);
        return smallest;
    }

    @Override
    public Control<Dense> control() {
        return new Control<>("Hessians that dominate only after scaling, taken for row-dominant with c = 1/2",
                (seed, size) -> Dense.of(Dense.Family.SDD, size, 1e6, seed), p -> at(p, 0.5));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("condition number of Q"),
                Axis.log("steps to max|e| <= 1e-3 max|e_0|, median of 5"));
        for (int d : sizes()) {
            for (double kappa : new double[] {1e2, 1e4, 1e6}) {
                double[] hits = new double[5];
                double[] bounds = new double[5];
                for (int s = 0; s < hits.length; s++) {
                    Dense p = Dense.of(Dense.Family.DIAGDOM, d, kappa, s);
                    hits[s] = hit(p, p.dominance());
                    bounds[s] = steps(p, p.dominance());
                }
                Arrays.sort(hits);
                Arrays.sort(bounds);
                figure.line("d = " + d + ", measured", kappa, hits[2]);
                figure.dashed("d = " + d + ", K of the claim", kappa, bounds[2]);
            }
        }
        return figure.caption("Steps and bound depend on the dimension, not on the condition number; the bound is about"
                + " twice what is needed.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(4, 16, 64);
    }

    @Override
    public int draws() {
        return 90;
    }
}
