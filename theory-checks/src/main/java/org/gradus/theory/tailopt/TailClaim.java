package org.gradus.theory.tailopt;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.gradus.federated.Simulation;
import org.gradus.optim.Optimizer;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Expectation;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.simulated.Separable;
import org.gradus.theory.simulated.Trajectory;

/** A bound on squared gradients against simulated runs: one outer rule a subclass. */
abstract class TailClaim implements Claim<Tail> {
    private static final int RUNS = 5;

    abstract Optimizer outer(Tail t);

    abstract double bound(Tail t);

    /** One number a run, whose expectation is bounded: the mean of the squared gradients of F at the rounds' starts. */
    double[] sample(double[][] squaredGradients) {
        return Arrays.stream(squaredGradients).mapToDouble(run -> Arrays.stream(run).average().orElseThrow()).toArray();
    }

    @Override
    public Class<Tail> instanceType() {
        return Tail.class;
    }

    /** The size is z. */
    @Override
    public Tail draw(long seed, int size) {
        return Tail.draw(seed, size);
    }

    @Override
    public Evidence evaluate(Tail t) {
        return Evidence.of(Expectation.atMost("E|grad F|^2 <= bound", sample(squaredGradients(t, RUNS)), bound(t)));
    }

    private double[][] squaredGradients(Tail t, int runs) {
        Separable problem = t.problem();
        Simulation simulation = t.simulation(outer(t));
        return IntStream.range(0, runs).mapToObj(i -> {
            List<double[]> models = Trajectory.of(simulation, problem, t.rounds(), 1000 * t.seed() + i).models();
            return models.stream().limit(t.rounds()).mapToDouble(problem::squaredGradient).toArray();
        }).toArray(double[][]::new);
    }

    @Override
    public Control<Tail> control() {
        return Control.violation("the bound under noise whose mean is not 0, which clipping does not remove", this,
                (seed, size) -> Tail.draw(seed, size).pushedAway());
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("rounds T"), Axis.log("E|grad F|^2"));
        for (int rounds = 30; rounds <= 1000; rounds *= 3) {
            for (long seed = 0; seed < 2; seed++) {
                Tail t = Tail.draw(seed, 3).withRounds(rounds);
                double sum = 0;
                double[] sample = sample(squaredGradients(t, 4));
                for (double s : sample) sum += s;
                String clip = t.byNorm() ? "L2Clip" : "BiClip";
                figure.line("measured, " + clip, rounds, sum / sample.length);
                figure.dashed("bound, " + clip, rounds, bound(t));
            }
        }
        return figure.caption("Four clients, z = 3, Student-t noise of nu = 1.5: the bounds hold with room.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1, 3);
    }

    @Override
    public int draws() {
        return 8;
    }

    @Override
    public int smallest() {
        return 1;
    }
}
