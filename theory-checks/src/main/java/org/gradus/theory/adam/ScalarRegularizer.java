package org.gradus.theory.adam;

import static org.gradus.theory.Inequality.atMost;
import static org.gradus.theory.Inequality.exact;

import java.util.Arrays;
import java.util.List;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Provenance;

/** T4 (a): a large eps in the denominator turns Adam back into gradient descent, the kappa arm of min(d, kappa). */
final class ScalarRegularizer implements Claim<Diagonal> {
    /** E in units of max|g_0i|. */
    private static final double LARGE = 1000;

    @Override
    public About about() {
        return new About("adam-t4", "A large eps gives gradient descent back",
                "With the frozen denominator |g_0i| + E the condition number is at most kappa (1 + max|g_0i|/E); at E ="
                        + " 1000 max|g_0i| and the best rate the steps are those of gradient descent within 1 % (and 2"
                        + " steps).",
                "Das et al., arXiv 2402.07114 (both arms of min(d, kappa))", Provenance.DERIVED, "Q diagonal and positive");
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
        double kappa = p.largest() / p.smallest();
        double[] scaled = scaled(p, LARGE);
        double condition = max(scaled) / min(scaled);
        long gradientDescent = FirstHit.of(p.weights(), p.gradientFactors(p.optimalGradientRate()), Diagonal.EPS);
        return Evidence.of(
                atMost("condition number <= kappa (1 + max|g_0|/E)", condition, kappa * (1 + 1 / LARGE), 16),
                exact("|K - K_GD| <= 1 % K_GD + 2", Math.abs(hit(p, LARGE) - gradientDescent), 0.01 * gradientDescent + 2));
    }

    /** The steps with {@code E = factor max|g_0|} and the best rate. */
    static long hit(Diagonal p, double factor) {
        double[] scaled = scaled(p, factor);
        return FirstHit.of(p.weights(), FirstHit.factors(2 / (min(scaled) + max(scaled)), scaled), Diagonal.EPS);
    }

    /** {@code lam_i / (|g_0i| + E)}. */
    private static double[] scaled(Diagonal p, double factor) {
        double[] g = new double[p.dimension()];
        Arrays.setAll(g, i -> p.eigenvalues()[i] * Math.abs(p.start()[i]));
        double e = factor * max(g);
        double[] scaled = new double[g.length];
        Arrays.setAll(scaled, i -> p.eigenvalues()[i] / (g[i] + e));
        return scaled;
    }

    private static double min(double[] values) {
        return Arrays.stream(values).min().orElseThrow();
    }

    private static double max(double[] values) {
        return Arrays.stream(values).max().orElseThrow();
    }

    @Override
    public Control<Diagonal> control() {
        return Control.falseClaim("the regularized method keeps the bound of adam-t1, K <= kappa_A ln(1/eps)", this,
                p -> Evidence.of(exact("K <= kappa_A ln(1/eps)", hit(p, LARGE), p.steps())));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("E / max|g_0i|"), Axis.log("steps to f <= 1e-6 f_0"));
        for (double kappa : new double[] {1e1, 1e2, 1e4, 1e6}) {
            Diagonal p = Diagonal.of(64, kappa, 0);
            for (double factor = 1e-8; factor <= 1e3; factor *= Math.sqrt(10)) {
                figure.line("kappa 1e" + (int) Math.log10(kappa), factor, hit(p, factor));
            }
        }
        return figure.caption("d = 64, one start: from Adam's steps (left, set by kappa_A) to gradient descent's (right,"
                + " set by kappa).");
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
