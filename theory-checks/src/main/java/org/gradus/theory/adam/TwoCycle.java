package org.gradus.theory.adam;

import static org.gradus.theory.Inequality.equal;
import static org.gradus.theory.Inequality.exact;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.optim.option.Require;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Draws;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** T9: at a constant rate Adam ends in a cycle of two points, not in the minimum. */
final class TwoCycle implements Claim<TwoCycle.Problem> {
    private static final double[] DECAYS = {0, 0.5, 0.9, 0.99};

    /** A Hessian, a rate and a decay. */
    record Problem(double[][] q, double alpha, double b) {
        Problem {
            Require.check(q.length >= 1 && q.length <= 12, "dimension", "from 1 to 12, as all sign patterns are tried",
                    q.length);
            Require.positive("alpha", alpha);
            Require.decayRate("b", b);
        }
    }

    @Override
    public About about() {
        return new About("adam-t9", "The 2-cycles of Adam at a constant rate",
                "For 0 <= beta2 < 1 and eps = 0, e_(k+1) = -e_k is a solution if and only if e = (alpha/2) s with signs s"
                        + " such that s_i (Qs)_i > 0 for all i; such an s exists always: the maximizer of s'Qs, which has"
                        + " s_i (Qs)_i >= Q_ii. On it f = (alpha^2/8) s'Qs. With eps > 0, e = 0 is stable if and only if"
                        + " alpha lmax/eps < 2.",
                "Das et al., arXiv 2402.07114 (fixed points at a constant rate); form derived here", Provenance.DERIVED,
                "Q symmetric positive definite");
    }

    @Override
    public Class<Problem> instanceType() {
        return Problem.class;
    }

    @Override
    public Problem draw(long seed, int size) {
        return new Problem(Hessians.rotated(size, 100, 5000 + seed), 0.01 * (1 + Math.floorMod(seed, 7)),
                DECAYS[(int) Math.floorMod(seed, DECAYS.length)]);
    }

    @Override
    public Evidence evaluate(Problem p) {
        List<Inequality> all = new ArrayList<>();
        int cycles = 0;
        double[] best = null;
        for (double[] s : signs(p.q.length)) {
            boolean cycle = aligned(p.q, s) > 0;
            double defect = defect(p, s);
            if (cycle) {
                cycles++;
                all.add(equal("e_1 = -e_0 where all s_i (Qs)_i > 0", defect, 0, 1e-12 * p.alpha));
            } else {
                all.add(exact("alpha <= |e_1 + e_0| elsewhere", p.alpha, defect * (1 + 1e-12)));
            }
            if (best == null || energy(p.q, s) > energy(p.q, best)) best = s;
        }
        all.add(exact("1 <= number of cycles", 1, cycles));
        double[] image = image(p.q, best);
        for (int i = 0; i < best.length; i++) {
            all.add(Inequality.atMost("Q_ii <= s_i (Qs)_i at the maximizer", p.q[i][i], best[i] * image[i],
                    16L * best.length));
        }
        double[] e = start(p, best);
        all.add(Inequality.close("f = (alpha^2/8) s'Qs", new Dense("", p.q, e).value(),
                p.alpha * p.alpha / 8 * energy(p.q, best), 1e-12));
        all.add(exact("with eps > 0, growth at alpha lmax/eps = 1.9", growth(p, 1.9), 1));
        all.add(exact("with eps > 0, decay at alpha lmax/eps = 2.1", 1, growth(p, 2.1)));
        return Evidence.of(all);
    }

    /** All sign patterns, up to negation. */
    static List<double[]> signs(int d) {
        List<double[]> signs = new ArrayList<>();
        for (int bits = 0; bits < 1 << d - 1; bits++) {
            double[] s = new double[d];
            int pattern = bits;
            Arrays.setAll(s, i -> (pattern >> i & 1) == 0 ? 1 : -1);
            signs.add(s);
        }
        return signs;
    }

    /** {@code min_i s_i (Qs)_i}. */
    static double aligned(double[][] q, double[] s) {
        double[] image = image(q, s);
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < s.length; i++) smallest = Math.min(smallest, s[i] * image[i]);
        return smallest;
    }

    static double energy(double[][] q, double[] s) {
        return Draws.dot(s, image(q, s));
    }

    /** {@code max_i |e_1 + e_0|_i} from the point of the pattern, where v is at rest. */
    static double defect(Problem p, double[] s) {
        double[] e = start(p, s);
        SquaredGradients run = SquaredGradients.seeded(new Dense("", p.q, e).objective(), e, p.alpha, p.b);
        run.step();
        double defect = 0;
        for (int i = 0; i < e.length; i++) defect = Math.max(defect, Math.abs(run.error()[i] + e[i]));
        return defect;
    }

    private static double[] start(Problem p, double[] s) {
        return Arrays.stream(s).map(x -> p.alpha / 2 * x).toArray();
    }

    private static double[] image(double[][] q, double[] s) {
        return Arrays.stream(q).mapToDouble(row -> Draws.dot(row, s)).toArray();
    }

    /** How much a tiny error along the steepest direction has grown after 20 steps with {@code eps = alpha lmax / ratio}. */
    private static double growth(Problem p, double ratio) {
        Eigen eigen = Eigen.of(p.q);
        double[] direction = eigen.vectors()[p.q.length - 1];
        double[] e = Arrays.stream(direction).map(x -> 1e-12 * p.alpha * x).toArray();
        SquaredGradients run = SquaredGradients.corrected(new Dense("", p.q, e).objective(), e, p.alpha, p.b,
                p.alpha * eigen.largest() / ratio);
        double first = run.value();
        for (int k = 0; k < 20; k++) run.step();
        return run.value() / first;
    }

    @Override
    public Control<Problem> control() {
        return Control.falseClaim("every sign pattern gives a cycle, as on a diagonal Hessian", this, p -> Evidence.of(
                signs(p.q.length).stream().map(s -> equal("e_1 = -e_0 for every s", defect(p, s), 0, 1e-12 * p.alpha))
                        .toList()));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.linear("update"), Axis.log("f"));
        for (double alpha : new double[] {0.1, 0.01, 0.001}) {
            Diagonal p = Diagonal.of(16, 1e3, 0);
            SquaredGradients run = SquaredGradients.corrected(p.objective(), p.start(), alpha, 0.9, 0);
            for (int k = 0; k <= 2000; k++) {
                if (k % 20 == 0) {
                    figure.line("alpha = " + alpha + ", run", k, run.value());
                    figure.dashed("alpha = " + alpha + ", alpha^2 tr(Q)/8", k, alpha * alpha * p.trace() / 8);
                }
                run.step();
            }
        }
        return figure.caption("d = 16, kappa = 1e3, beta2 = 0.9: bias-corrected Adam stops falling at the cycle's height.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(3, 6, 8);
    }

    @Override
    public int draws() {
        return 60;
    }
}
