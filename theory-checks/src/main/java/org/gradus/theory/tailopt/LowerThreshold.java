package org.gradus.theory.tailopt;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.gradus.federated.Simulation;
import org.gradus.federated.noise.By;
import org.gradus.federated.noise.Gaussian;
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
import org.gradus.theory.Provenance;
import org.gradus.theory.simulated.Curve;
import org.gradus.theory.simulated.Separable;
import org.gradus.theory.simulated.Trajectory;

/** Under noise the lower threshold is an effect of second order. */
final class LowerThreshold implements Claim<LowerThreshold.Noisy> {
    private static final int COORDINATES = 40_000;

    /** A gradient mu with normal noise of deviation 1, clipped to between d and 4. */
    record Noisy(double mu, double d, long seed) {
        Noisy {
            Require.positive("mu", mu);
            Require.positive("d", d);
        }

        /** {@code sup |p'|} of the standard normal density over [0, d + mu]: increasing up to 1. */
        double steepest() {
            double at = Math.min(1, d + mu);
            return at * Math.exp(-at * at / 2) / Math.sqrt(2 * Math.PI);
        }
    }

    @Override
    public About about() {
        return new About("tailopt-lower-threshold", "Why the lower threshold does little under noise",
                "For noise of even density p: |E BiClip_{u,d}(mu + xi) - E BiClip_{u,0}(mu + xi)| <= |mu| d^2 sup|p'| over"
                        + " [-d-|mu|, d+|mu|]; without noise the change is d - |mu|.",
                "derived here for the clip of Lee et al., arXiv 2502.04164", Provenance.DERIVED,
                "noise of even, differentiable density", "d <= u");
    }

    @Override
    public Class<Noisy> instanceType() {
        return Noisy.class;
    }

    @Override
    public Noisy draw(long seed, int size) {
        Random random = new Random(seed);
        return new Noisy(0.4 + 0.6 * random.nextDouble(), 0.5 + random.nextDouble(), seed);
    }

    @Override
    public Evidence evaluate(Noisy noisy) {
        return against(noisy, noisy.mu * noisy.d * noisy.d * noisy.steepest());
    }

    private static Evidence against(Noisy noisy, double bound) {
        double[] change = change(noisy);
        return Evidence.of(Expectation.atMost("change <= bound", change, bound),
                Expectation.atMost("-change <= bound", Arrays.stream(change).map(x -> -x).toArray(), bound));
    }

    /** Equal seeds give equal noise, so that the two clips see the same gradients. */
    private static double[] change(Noisy noisy) {
        double[] raised = clipped(noisy, noisy.d);
        double[] plain = clipped(noisy, 0);
        for (int i = 0; i < plain.length; i++) raised[i] -= plain[i];
        return raised;
    }

    private static double[] clipped(Noisy noisy, double lower) {
        double[] w = new double[COORDINATES];
        Arrays.fill(w, noisy.mu);
        Separable problem = Separable.equal(Curve.LINE, w, 1, new double[COORDINATES],
                Disturbance.of(new Gaussian(1, By.COORDINATE)));
        Simulation simulation = Simulation.of(Chain.of(BiClip.of(4, lower), Sgd.of(1)), Sgd.of(1), 1);
        double[] move = Trajectory.of(simulation, problem, 1, noisy.seed).move(0);
        return Arrays.stream(move).map(x -> -x).toArray();
    }

    @Override
    public Control<Noisy> control() {
        return Control.falseClaim("the lower threshold has no effect on the mean at all", this, noisy -> against(noisy, 0));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("lower threshold d"), Axis.log("change of E BiClip"));
        for (double d = 0.2; d < 2; d *= 1.2) {
            Noisy noisy = new Noisy(0.5, d, 1);
            double change = Math.abs(Arrays.stream(change(noisy)).average().orElse(0));
            if (change > 1e-4) figure.point("measured", d, change);
            figure.dashed("bound", d, noisy.mu * d * d * noisy.steepest());
        }
        return figure.caption("mu = 0.5, normal noise of deviation 1.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1);
    }

    @Override
    public int draws() {
        return 24;
    }

    @Override
    public int smallest() {
        return 1;
    }
}
