package org.gradus.theory.tailopt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.gradus.federated.Simulation;
import org.gradus.federated.noise.By;
import org.gradus.federated.noise.StudentT;
import org.gradus.federated.problem.Disturbance;
import org.gradus.federated.rule.L2Clip;
import org.gradus.optim.Chain;
import org.gradus.optim.Optimizer;
import org.gradus.optim.option.Require;
import org.gradus.optim.rule.BiClip;
import org.gradus.optim.rule.Sgd;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Comparison;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Expectation;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Provenance;
import org.gradus.theory.simulated.Curve;
import org.gradus.theory.simulated.Separable;
import org.gradus.theory.simulated.Trajectory;

/** Bias and second moment of clipped gradients. */
final class ClipBias implements Claim<ClipBias.Clipped> {
    private static final int DRAWS = 16_000;

    /**
     * A constant gradient with Student-t noise, clipped.
     *
     * @param byNorm L2Clip of noise by norm, otherwise BiClip of noise by coordinate
     * @param slope of each coordinate of the gradient
     */
    record Clipped(boolean byNorm, int dimension, double nu, double alpha, double scale, double slope, double upper,
            double lower, long seed) {
        Clipped {
            Require.check(alpha > 1 && alpha <= 2, "alpha", "in (1, 2]", alpha);
            Require.positive("upper", upper);
        }

        double moment() {
            return new StudentT(nu, scale, By.COORDINATE).absoluteMoment(alpha).orElseThrow();
        }

        /** The length that the clip compares: of the whole gradient, or of a coordinate. */
        double length() {
            return byNorm ? slope * Math.sqrt(dimension) : slope;
        }
    }

    @Override
    public About about() {
        return new About("tailopt-clip-bias", "Bias and second moment of clipping",
                "|E clip(g) - grad| <= c B^alpha (u-G)^(1-alpha) + d and E|clip(g)|^2 <= min(u^2, d^2 + (G + sqrt(B^alpha"
                        + " u^(2-alpha)))^2) with c = (alpha-1)^(alpha-1)/alpha^alpha: of L2Clip (d = 0) and of each"
                        + " coordinate under BiClip.",
                "derived here for the clips of Lee et al., arXiv 2502.04164", Provenance.DERIVED,
                "noise of mean 0 with E|xi|^alpha <= B^alpha, 1 < alpha <= 2", "|grad| <= G < u");
    }

    @Override
    public Class<Clipped> instanceType() {
        return Clipped.class;
    }

    @Override
    public Clipped draw(long seed, int size) {
        Random random = new Random(100 * seed + size);
        double nu = new double[] {1.3, 1.5, 2.2}[random.nextInt(3)];
        boolean byNorm = seed % 2 == 0;
        double length = 0.2 + random.nextDouble();
        return new Clipped(byNorm, byNorm ? size : 100 * size, nu, Math.min(2, nu - 0.1), 0.3 + 0.3 * random.nextDouble(),
                byNorm ? length / Math.sqrt(size) : length, 1.5 + 2 * random.nextDouble(), byNorm ? 0 : 0.2, seed);
    }

    @Override
    public Evidence evaluate(Clipped g) {
        if (g.length() >= g.upper) return Evidence.outside("G < u, but G = " + g.length() + " and u = " + g.upper);
        return against(g, ClipConstants.bias(g.alpha, g.moment(), g.length(), g.upper) + g.lower);
    }

    private static Evidence against(Clipped g, double bias) {
        double[][] clipped = sample(g);
        double second = ClipConstants.secondMoment(g.alpha, g.moment(), g.length(), g.upper, g.lower);
        double[] above = along(g, clipped);
        double[] below = Arrays.stream(above).map(x -> -x).toArray();
        double[] squares = g.byNorm ? Arrays.stream(clipped).mapToDouble(v -> Arrays.stream(v).map(x -> x * x).sum())
                .toArray() : Arrays.stream(clipped).flatMapToDouble(v -> Arrays.stream(v)).map(x -> x * x).toArray();
        List<Comparison> all = new ArrayList<>();
        all.add(Expectation.atMost("E clip(g) - grad <= bias", above, bias));
        all.add(Expectation.atMost("grad - E clip(g) <= bias", below, bias));
        all.add(Expectation.atMost("E|clip(g)|^2", squares, second));
        return Evidence.of(all);
    }

    /** {@code clip(g) - grad}: along the gradient for L2Clip, of each coordinate for BiClip. */
    private static double[] along(Clipped g, double[][] clipped) {
        if (!g.byNorm) return Arrays.stream(clipped).flatMapToDouble(Arrays::stream).map(x -> x - g.slope).toArray();
        return Arrays.stream(clipped)
                .mapToDouble(v -> Arrays.stream(v).sum() / Math.sqrt(g.dimension) - g.length()).toArray();
    }

    /** A round of one client with one step of rate 1 moves by the negative clipped gradient. */
    private static double[][] sample(Clipped g) {
        Optimizer clip = g.byNorm ? L2Clip.of(g.upper) : BiClip.of(g.upper, g.lower);
        double[] w = new double[g.dimension];
        Arrays.fill(w, g.slope);
        Separable problem = Separable.equal(Curve.LINE, w, 1, new double[g.dimension],
                Disturbance.of(new StudentT(g.nu, g.scale, g.byNorm ? By.NORM : By.COORDINATE)));
        int rounds = g.byNorm ? DRAWS / 4 : DRAWS / g.dimension + 1;
        Trajectory run = Trajectory.of(Simulation.of(Chain.of(clip, Sgd.of(1)), Sgd.of(1), 1), problem, rounds, g.seed);
        double[][] clipped = new double[rounds][];
        for (int r = 0; r < rounds; r++) clipped[r] = Arrays.stream(run.move(r)).map(x -> -x).toArray();
        return clipped;
    }

    @Override
    public Control<Clipped> control() {
        return new Control<>("clipping is unbiased under symmetric noise", (seed, size) -> {
            Clipped g = draw(seed, size);
            return new Clipped(g.byNorm, g.dimension, g.nu, g.alpha, 0.5, g.slope, 1.5, 0, g.seed);
        }, g -> against(g, 0));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("upper threshold u"), Axis.log("bias"));
        for (double u = 1.2; u < 50; u *= 1.4) {
            Clipped g = new Clipped(false, 2000, 1.5, 1.4, 0.3, 0.5, u, 0, 3);
            double bias = -Arrays.stream(along(g, sample(g))).average().orElse(0);
            if (bias > 1e-3) figure.point("measured", u, bias);
            figure.dashed("bound", u, ClipConstants.bias(1.4, g.moment(), 0.5, u));
        }
        return figure.caption("Student-t noise, nu = 1.5, scale 0.3, G = 0.5.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(2, 20);
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
