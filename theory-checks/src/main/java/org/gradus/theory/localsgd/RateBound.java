package org.gradus.theory.localsgd;

import java.util.List;
import java.util.Random;
import org.gradus.federated.Simulation;
import org.gradus.optim.Optimizer;
import org.gradus.optim.rule.Sgd;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Expectation;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.simulated.Curve;
import org.gradus.theory.simulated.Separable;
import org.gradus.theory.simulated.Trajectory;

/** A bound on the expected gap after R rounds against the mean of simulated runs: one outer method a subclass. */
abstract class RateBound implements Claim<Trial> {
    private static final int RUNS = 40;

    abstract Optimizer outer(Trial t);

    /** At most 1 where the bound applies. */
    abstract double condition(Trial t);

    abstract double bound(Trial t);

    /** {@code f - f*} at the point that the bound is about. */
    abstract double gap(Separable problem, Trajectory run);

    /** Gamma and momentum; {@link #draw} then takes a share of the largest eta that the condition allows. */
    abstract double[] outerRates(Random random);

    /** Rates far beyond the condition, under which runs of a quadratic diverge. */
    abstract Trial beyond(Trial t);

    @Override
    public Class<Trial> instanceType() {
        return Trial.class;
    }

    @Override
    public Trial draw(long seed, int size) {
        Random random = new Random(seed);
        double[] rates = outerRates(random);
        Trial at = Trial.draw(seed, size, false);
        double largest = 1 / condition(at.withRates(1, rates[0], rates[1]));
        double share = new double[] {0.1, 0.5, 1 - 1e-12}[random.nextInt(3)];
        return at.withRates(share * largest, rates[0], rates[1]);
    }

    @Override
    public Evidence evaluate(Trial t) {
        double condition = condition(t);
        return condition > 1 ? Evidence.outside("the strict step condition <= 1, but it is " + condition) : against(t);
    }

    private Evidence against(Trial t) {
        return Evidence.of(Expectation.atMost("E gap <= bound", gaps(t, t.noise() == 0 ? 2 : RUNS), bound(t)));
    }

    private double[] gaps(Trial t, int runs) {
        Separable problem = t.problem();
        Simulation simulation = Simulation.of(Sgd.of(t.eta()), outer(t), t.localSteps());
        return Trajectory.sample(runs, t.firstRun(), simulation, problem, t.rounds(), run -> gap(problem, run));
    }

    @Override
    public Control<Trial> control() {
        return new Control<>("the bound where its condition on the rates is far from met, on a quadratic without noise",
                (seed, size) -> {
            Trial t = Trial.draw(seed, size, false);
            return beyond(new Trial(Curve.SQUARE, t.dimension(), false, 0, t.distance(), t.nodes(), size, 40, 0.5, 1, 0,
                    seed));
        }, this::against);
    }

    /** Measured and bound against R, at one setting. */
    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("rounds R"), Axis.log("gap"));
        for (double noise : new double[] {0, 3}) {
            for (int rounds = 2; rounds <= 256; rounds *= 2) {
                Trial t = new Trial(Curve.LOG_COSH, 4, false, noise, 6, 4, 5, rounds, 0.1, 1, 0, 1);
                double[] gaps = gaps(t.withRates(0.1 / condition(t.withRates(1, 1, 0)), 1, 0), noise == 0 ? 1 : 12);
                double sum = 0;
                for (double gap : gaps) sum += gap;
                Trial at = t.withRates(0.1 / condition(t.withRates(1, 1, 0)), 1, 0);
                figure.line("measured, sigma = " + noise, rounds, sum / gaps.length);
                figure.dashed("bound, sigma = " + noise, rounds, bound(at));
            }
        }
        return figure.caption("Log-cosh, M = 4, H = 5, gamma = 1, a tenth of the largest eta.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1, 5, 20);
    }

    @Override
    public int draws() {
        return 48;
    }

    @Override
    public int smallest() {
        return 1;
    }
}
