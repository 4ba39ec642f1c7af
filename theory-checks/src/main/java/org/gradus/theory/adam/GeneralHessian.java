package org.gradus.theory.adam;

import java.util.Arrays;
import java.util.List;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** T5: any Hessian. */
final class GeneralHessian implements Claim<Dense> {
    static final double EPS = 1e-6;
    /** Steps that are followed beyond the first one at the target; monotone or not shows long before. */
    private static final long BEYOND = 2000;

    @Override
    public About about() {
        return new About("adam-t5", "Adam with a seeded second moment on any Hessian",
                "With kappa_eff = 2 M_0/mu_0, K = ceil(kappa_eff ln(1/eps)), beta2 = 1 - 1/K, alpha = 1/(2 M_0), f"
                        + " decreases in every step and f_K <= eps f_0. M_0 = lmax(D^-1/2 Q D^-1/2) for D = diag|g_0i|,"
                        + " mu_0 = lmin(B^-1/2 Q B^-1/2) for B = diag sqrt(2 Q_ii f_0).",
                "Das et al., arXiv 2402.07114 (any Hessian); constants derived here", Provenance.DERIVED,
                "Q symmetric positive definite", "no coordinate of the first gradient is 0",
                "v starts at the first squared gradient");
    }

    @Override
    public Class<Dense> instanceType() {
        return Dense.class;
    }

    @Override
    public Dense draw(long seed, int size) {
        return Dense.of(size, seed);
    }

    @Override
    public Evidence evaluate(Dense p) {
        Conditioning c = Conditioning.of(p);
        if (!(c.m0() < Double.POSITIVE_INFINITY)) return Evidence.outside("no coordinate of the first gradient is 0, but"
                + " one is");
        return at(p, c, 1 / (2 * c.m0()));
    }

    private static Evidence at(Dense p, Conditioning c, double alpha) {
        long enough = c.steps(EPS);
        SquaredGradients run = SquaredGradients.seeded(p.objective(), p.start(), alpha, SquaredGradients.decay(enough));
        double first = run.value();
        double before = first;
        double rise = 0;
        long hit = -1;
        while (run.updates() < (hit < 0 ? enough : Math.min(enough, hit + BEYOND))) {
            run.step();
            rise = Math.max(rise, run.value() - before);
            before = run.value();
            if (hit < 0 && before <= EPS * first) hit = run.updates();
        }
        // f falls on beyond the target, so arriving by K is f_K <= eps f_0.
        return Evidence.of(
                Inequality.exact("steps to f <= eps f_0, against K", hit < 0 ? enough + 1 : hit, enough),
                new Inequality("f_(k+1) <= f_k (largest rise, of f_0)", rise / first, 0, 64 * p.dimension() * 0x1p-53));
    }

    /** The steps to the target at the claim's alpha and beta2. */
    static long hit(Dense p, Conditioning c) {
        return SquaredGradients.seeded(p.objective(), p.start(), 1 / (2 * c.m0()), SquaredGradients.decay(c.steps(EPS)))
                .hit(EPS, c.steps(EPS));
    }

    /** Gradient descent's steps to the target, at a rate. */
    static long gradientDescentHit(Dense p, Conditioning c, double rate) {
        double[] weights = c.hessian().energies(p.start());
        for (int i = 0; i < weights.length; i++) weights[i] *= c.hessian().values()[i];
        return FirstHit.of(weights, FirstHit.factors(rate, c.hessian().values()), EPS);
    }

    /** Frozen Adam's steps to the target, at a rate: linear in {@code z = D_0^1/2 e}. */
    static long frozenHit(Dense p, Conditioning c, double alpha) {
        double[] g = p.gradient();
        double[] z = new double[g.length];
        Arrays.setAll(z, i -> Math.sqrt(Math.abs(g[i])) * p.start()[i]);
        double[] weights = c.preconditioned().energies(z);
        for (int i = 0; i < weights.length; i++) weights[i] *= c.preconditioned().values()[i];
        return FirstHit.of(weights, FirstHit.factors(alpha, c.preconditioned().values()), EPS);
    }

    /** The rate with the fastest worst case for these eigenvalues. */
    static double optimalRate(Eigen eigen) {
        return 2 / (eigen.smallest() + eigen.largest());
    }

    @Override
    public Control<Dense> control() {
        return Control.falseClaim("the same at ten times the rate, alpha = 5/M_0", this, p -> {
            Conditioning c = Conditioning.of(p);
            return at(p, c, 5 / c.m0());
        });
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("condition number of Q"),
                Axis.log("steps to f <= 1e-6 f_0, median of 5"));
        for (Dense.Family family : List.of(Dense.Family.DIAGDOM, Dense.Family.SDD, Dense.Family.ROT)) {
            for (double kappa : new double[] {1e2, 1e3, 1e4}) {
                double[] hits = new double[5];
                double[] bounds = new double[5];
                for (int s = 0; s < hits.length; s++) {
                    Dense p = Dense.of(family, 8, kappa, s);
                    Conditioning c = Conditioning.of(p);
                    hits[s] = hit(p, c);
                    bounds[s] = c.steps(EPS);
                }
                Arrays.sort(hits);
                Arrays.sort(bounds);
                figure.line(family + ", measured", kappa, hits[2]);
                figure.dashed(family + ", K of the claim", kappa, bounds[2]);
            }
        }
        return figure.caption("d = 8. Where rows dominate (diagdom) the measured steps do not grow with kappa, though the"
                + " bound does; under random rotations (rot) they do.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(4, 8, 16);
    }

    @Override
    public int draws() {
        return 72;
    }
}
