package org.gradus.theory.tailopt;

import java.util.Arrays;
import java.util.List;
import org.gradus.federated.Simulation;
import org.gradus.federated.noise.By;
import org.gradus.federated.noise.SkewedPareto;
import org.gradus.federated.problem.Disturbance;
import org.gradus.optim.Chain;
import org.gradus.optim.option.Require;
import org.gradus.optim.rule.BiClip;
import org.gradus.optim.rule.Sgd;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Expectation;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;
import org.gradus.theory.simulated.Curve;
import org.gradus.theory.simulated.Separable;
import org.gradus.theory.simulated.Trajectory;

/** Under skewed noise clipped steps come to rest beside the minimizer. */
final class SkewedFixedPoint implements Claim<SkewedFixedPoint.Skewed> {
    private static final double ALPHA = 1.5;
    private static final int COORDINATES = 20_000;
    private static final double[] UPPERS = {1, 2, 5, 10, 30, 100};
    private static final double[] POINTS = {1.194, 1.000, 0.741, 0.565, 0.346, 0.192};

    /** {@code f = x^2/2}, gradients clipped at u, and where steps are said to come to rest. */
    record Skewed(double upper, double point, long seed) {
        Skewed {
            Require.positive("upper", upper);
        }
    }

    @Override
    public About about() {
        return new About("tailopt-skewed", "Clipping is biased under skewed noise",
                "With noise U^(-1/1.5) - 3 of mean 0, E clip_u(x + xi) = 0 at x = 1.194, 1.000, 0.741, 0.565, 0.346, 0.192"
                        + " for u = 1, 2, 5, 10, 30, 100 (within 0.006), while the minimizer is 0.",
                "derived here for the clips of Lee et al., arXiv 2502.04164", Provenance.DERIVED,
                "one-sided Pareto noise, exponent 1.5", "gradient x");
    }

    @Override
    public Class<Skewed> instanceType() {
        return Skewed.class;
    }

    @Override
    public Skewed draw(long seed, int size) {
        int i = (int) Math.floorMod(seed, UPPERS.length);
        return new Skewed(UPPERS[i], POINTS[i], seed);
    }

    /** The exact fixed point is near the claimed one, and there a simulated round moves nowhere on average. */
    @Override
    public Evidence evaluate(Skewed s) {
        double exact = fixedPoint(s.upper);
        return Evidence.of(Inequality.equal("fixed point", exact, s.point, 0.006), still(s, exact));
    }

    private static Expectation still(Skewed s, double at) {
        double[] start = new double[COORDINATES];
        double[] w = new double[COORDINATES];
        Arrays.fill(start, at);
        Arrays.fill(w, 1);
        Separable problem = Separable.equal(Curve.SQUARE, w, 1, start,
                Disturbance.of(new SkewedPareto(ALPHA, 1, By.COORDINATE)));
        Simulation simulation = Simulation.of(Chain.of(BiClip.of(s.upper, 0), Sgd.of(1)), Sgd.of(1), 1);
        return Expectation.equal("E of a move there", Trajectory.of(simulation, problem, 1, s.seed).move(0), 0);
    }

    /**
     * The root of {@code E clip_u(Y - c) = -u + int_{c-u}^{c+u} P(Y > y) dy}, {@code c = 3 - x}, Y one-sided Pareto; it
     * increases in x.
     */
    static double fixedPoint(double upper) {
        double mean = ALPHA / (ALPHA - 1);
        double low = 0;
        double high = mean;
        for (int i = 0; i < 60; i++) {
            double x = (low + high) / 2;
            double c = mean - x;
            if (-upper + tail(c + upper) - tail(c - upper) < 0) low = x;
            else high = x;
        }
        return low;
    }

    /** {@code int_0^b P(Y > y) dy}, negative for negative b. */
    private static double tail(double b) {
        return b <= 1 ? b : 1 + (1 - Math.pow(b, 1 - ALPHA)) / (ALPHA - 1);
    }

    @Override
    public Control<Skewed> control() {
        return new Control<>("clipped steps come to rest at the minimizer", this::draw, s -> Evidence.of(still(s, 0)));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("upper threshold u"), Axis.log("fixed point"));
        for (double u = 1; u < 1000; u *= 1.3) figure.line("exact", u, fixedPoint(u));
        for (int i = 0; i < UPPERS.length; i++) figure.point("claimed", UPPERS[i], POINTS[i]);
        return figure.caption("f = x^2/2 with minimizer 0: the bias falls like u^(-1/2).");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1);
    }

    @Override
    public int draws() {
        return 12;
    }

    @Override
    public int smallest() {
        return 1;
    }
}
