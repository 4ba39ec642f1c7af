package org.gradus.theory.adam;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;
import org.gradus.optim.option.InvalidInput;
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

/** T10: beyond quadratics, by smoothness per coordinate and a modified Polyak-Lojasiewicz inequality. */
final class CoordinateSmoothness implements Claim<CoordinateSmoothness.Ripples> {
    private static final double EPS = 1e-6;
    private static final long BEYOND = 2000;
    /** The largest second derivative of {@code h(x) = x^2 + 3 sin^2 x} is 8. */
    private static final double CURVATURE = 8;
    /** {@code inf h'^2/(2h)}. */
    static final double PL = polyakLojasiewicz();
    /** The claim's constant: {@code 1/2 sum (d_i f)^2/L_i >= MU (f - f*)} with {@code L_i = 8 a_i}. */
    static final double MU = PL / CURVATURE;

    /** {@code f(x) = sum a_i (x_i^2 + 3 sin^2 x_i)}: smooth, not convex, with one minimum, at 0. */
    record Ripples(double[] a, double[] start) {
        Ripples {
            if (a.length != start.length || a.length == 0) {
                throw new InvalidInput("a and start must be as many numbers, at least 1");
            }
            for (double value : a) Require.positive("a", value);
        }

        /** Instance s: {@code 8 a_i} log-spaced from 1 to kappa, the start three times the usual. */
        static Ripples of(int d, double kappa, long s) {
            return new Ripples(Arrays.stream(Draws.logSpaced(d, kappa)).map(l -> l / CURVATURE).toArray(),
                    Arrays.stream(Draws.start(d, s)).map(x -> 3 * x).toArray());
        }

        Objective objective() {
            return (x, g) -> {
                double f = 0;
                for (int i = 0; i < g.length; i++) {
                    double sine = Math.sin(x[i]);
                    f += a[i] * (x[i] * x[i] + 3 * sine * sine);
                    g[i] = a[i] * (2 * x[i] + 3 * Math.sin(2 * x[i]));
                }
                return f;
            };
        }

        /** {@code max_i L_i/|g_0i|}. */
        double steepness() {
            double[] g = new double[a.length];
            objective().at(start, g);
            double largest = 0;
            for (int i = 0; i < g.length; i++) largest = Math.max(largest, CURVATURE * a[i] / Math.abs(g[i]));
            return largest;
        }

        double smallestL() {
            return CURVATURE * Arrays.stream(a).min().orElseThrow();
        }

        double largestL() {
            return CURVATURE * Arrays.stream(a).max().orElseThrow();
        }

        double kappaEff() {
            double first = objective().at(start, new double[a.length]);
            return 2 / MU * Math.sqrt(2 * first / smallestL()) * steepness();
        }

        long steps() {
            return (long) Math.ceil(kappaEff() * Math.log(1 / EPS));
        }
    }

    @Override
    public About about() {
        return new About("adam-t10", "Coordinate smoothness and a modified PL inequality",
                "If f has coordinate smoothness L_i and sum (d_i f)^2/(2 L_i) >= mu (f - f*), then with alpha ="
                        + " min|g_0i|/(2 L_i), kappa_eff = (2/mu) sqrt(2 (f_0 - f*)/min L) max(L_i/|g_0i|), K ="
                        + " ceil(kappa_eff ln(1/eps)), beta2 = 1 - 1/K, f decreases in every step and f_K - f* <= eps"
                        + " (f_0 - f*).",
                "Das et al., arXiv 2402.07114 (beyond quadratics); this form derived here", Provenance.DERIVED,
                "f(y) <= f(x) + <grad f(x), y - x> + sum L_i (y_i - x_i)^2/2",
                "the modified PL inequality with 0 < mu <= 1");
    }

    @Override
    public Class<Ripples> instanceType() {
        return Ripples.class;
    }

    @Override
    public Ripples draw(long seed, int size) {
        return Ripples.of(size, Draws.kappa(seed, 3), seed);
    }

    @Override
    public Evidence evaluate(Ripples p) {
        return at(p, 1 / (2 * p.steepness()));
    }

    private static Evidence at(Ripples p, double alpha) {
        long enough = p.steps();
        SquaredGradients run = SquaredGradients.seeded(p.objective(), p.start, alpha, SquaredGradients.decay(enough));
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
                new Inequality("f_(k+1) <= f_k (largest rise, of f_0)", rise / first, 0, 64 * p.a.length * 0x1p-53));
    }

    static long hit(Ripples p) {
        return SquaredGradients.seeded(p.objective(), p.start, 1 / (2 * p.steepness()), SquaredGradients.decay(p.steps()))
                .hit(EPS, p.steps());
    }

    /** Gradient descent at 1/L_max. */
    static long gradientDescentHit(Ripples p) {
        Objective objective = p.objective();
        double[] x = p.start.clone();
        double[] g = new double[x.length];
        double target = EPS * objective.at(x, g);
        long k = 0;
        while (objective.at(x, g) > target) {
            for (int i = 0; i < x.length; i++) x[i] -= g[i] / p.largestL();
            k++;
        }
        return k;
    }

    /** The bound of gradient descent, {@code kappa_GD ln(1/eps)} with {@code kappa_GD = (L_max/L_min)/mu}. */
    static long gradientDescentBound(Ripples p) {
        return (long) Math.ceil(p.largestL() / p.smallestL() / MU * Math.log(1 / EPS));
    }

    private static double polyakLojasiewicz() {
        return new BrentOptimizer(1e-12, 1e-14).optimize(new MaxEval(1000), GoalType.MINIMIZE, new SearchInterval(1.5, 3),
                new UnivariateObjectiveFunction(x -> {
                    double slope = 2 * x + 3 * Math.sin(2 * x);
                    return slope * slope / (2 * (x * x + 3 * Math.sin(x) * Math.sin(x)));
                })).getValue();
    }

    @Override
    public Control<Ripples> control() {
        return Control.falseClaim("the same with every L_i taken 8 times too small", this,
                p -> at(p, CURVATURE / (2 * p.steepness())));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("L_max / L_min"), Axis.log("steps to 1e-6"));
        for (double kappa : new double[] {1e1, 1e2, 1e3, 1e4}) {
            Ripples p = Ripples.of(8, kappa, 1);
            figure.line("Adam, measured", kappa, hit(p));
            figure.dashed("Adam, K of the claim", kappa, p.steps());
            figure.line("GD at 1/L_max, measured", kappa, gradientDescentHit(p));
            figure.dashed("GD, its bound", kappa, gradientDescentBound(p));
        }
        return figure.caption("d = 8, seed 1. The bound holds with orders of magnitude to spare: it is loose by 10^3 to"
                + " 10^4.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(2, 4, 8, 16);
    }

    @Override
    public int draws() {
        return 72;
    }
}
