package org.gradus.theory.tailopt;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.gradus.federated.Simulation;
import org.gradus.federated.noise.By;
import org.gradus.federated.noise.Pareto;
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

/** Clipped noise has the moments that integrals give, although the noise itself has none. */
final class ClipMoments implements Claim<ClipMoments.Noise> {
    private static final int COORDINATES = 20_000;

    /** Symmetric Pareto noise of exponent a, no gradient. */
    record Noise(double a, double upper, double lower, long seed) {
        Noise {
            Require.positive("a", a);
            Require.check(upper >= 1 && lower <= upper, "upper", "at least 1 and lower", upper);
        }
    }

    @Override
    public About about() {
        return new About("tailopt-clip-moments", "Moments of clipped Pareto noise",
                "Of symmetric Pareto X, P(|X| > s) = s^-a: E BiClip(X) = 0, d <= |BiClip(X)| <= u, and E BiClip(X)^2 = m^2 +"
                        + " 2 (u^(2-a) - m^(2-a))/(2-a) with m = max(1, d), although E X^2 is infinite for a <= 2.",
                "derived here for the clip of Lee et al., arXiv 2502.04164", Provenance.DERIVED, "0 <= d <= u, u >= 1");
    }

    @Override
    public Class<Noise> instanceType() {
        return Noise.class;
    }

    /** The size is u. */
    @Override
    public Noise draw(long seed, int size) {
        Random random = new Random(seed);
        return new Noise(new double[] {1.2, 1.5, 2, 3}[random.nextInt(4)], size,
                random.nextBoolean() ? 0.5 : 1 + 0.5 * (size - 1) * random.nextDouble(), seed);
    }

    @Override
    public Evidence evaluate(Noise noise) {
        return against(noise, ClipConstants.paretoSecondMoment(noise.a, noise.upper, noise.lower));
    }

    private static Evidence against(Noise noise, double second) {
        double[] clipped = sample(noise);
        double[] sizes = Arrays.stream(clipped).map(Math::abs).toArray();
        return Evidence.of(Expectation.equal("E BiClip(X)", clipped, 0),
                Expectation.equal("E BiClip(X)^2", Arrays.stream(clipped).map(x -> x * x).toArray(), second),
                Inequality.exact("|BiClip(X)| <= u", Arrays.stream(sizes).max().orElse(0), noise.upper),
                Inequality.exact("d <= |BiClip(X)|", noise.lower, Arrays.stream(sizes).min().orElse(0)));
    }

    /** One round at a minimizer: coordinates are independent copies. */
    private static double[] sample(Noise noise) {
        Separable problem = Separable.equal(Curve.SQUARE, new double[COORDINATES], 1, new double[COORDINATES],
                Disturbance.of(new Pareto(noise.a, 1, By.COORDINATE)));
        Simulation simulation = Simulation.of(Chain.of(BiClip.of(noise.upper, noise.lower), Sgd.of(1)), Sgd.of(1), 1);
        return Trajectory.of(simulation, problem, 1, noise.seed).move(0);
    }

    @Override
    public Control<Noise> control() {
        return new Control<>("the lower threshold does not change the second moment",
                (seed, size) -> new Noise(1.5, size, 0.5 + 0.5 * size, seed),
                noise -> against(noise, ClipConstants.paretoSecondMoment(noise.a, noise.upper, 0)));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("upper threshold u"), Axis.log("E BiClip(X)^2"));
        for (double a : new double[] {1.2, 2, 3}) {
            for (double u = 1.5; u < 100; u *= 1.6) {
                double sum = Arrays.stream(sample(new Noise(a, u, 0, 1))).map(x -> x * x).sum();
                figure.point("measured, a = " + a, u, sum / COORDINATES);
                figure.dashed("a = " + a, u, ClipConstants.paretoSecondMoment(a, u, 0));
            }
        }
        return figure.caption("d = 0: the second moment stays finite under every clip, and grows like u^(2-a).");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(2, 10, 100);
    }

    @Override
    public int draws() {
        return 36;
    }

    @Override
    public int smallest() {
        return 2;
    }
}
