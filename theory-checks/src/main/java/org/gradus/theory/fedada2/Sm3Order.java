package org.gradus.theory.fedada2;

import java.util.List;
import java.util.Random;
import org.gradus.federated.Simulation;
import org.gradus.federated.problem.GivenGradients;
import org.gradus.federated.rule.DelayedSm3.Variant;
import org.gradus.optim.Optimizer;
import org.gradus.optim.option.Require;
import org.gradus.optim.rule.Sgd;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;
import org.gradus.theory.simulated.Trajectory;

/** Compressed second moments overestimate, so their steps are shorter. */
final class Sm3Order implements Claim<Sm3Order.Gradients> {

    /** Gradients of one client by step, each a matrix, row-major. */
    record Gradients(int rows, int columns, double[][] gradients) {
        Gradients {
            Require.check(gradients.length >= 1, "gradients", "at least 1", gradients.length);
        }

        /** The last step's length in every coordinate: what the displacement gains by it. */
        double[] lastStep(Optimizer inner) {
            int steps = gradients.length;
            double[] step = displacement(inner, steps);
            double[] before = steps == 1 ? new double[step.length] : displacement(inner, steps - 1);
            for (int i = 0; i < step.length; i++) step[i] = Math.abs(step[i] - before[i]);
            return step;
        }

        private double[] displacement(Optimizer inner, int steps) {
            int n = rows * columns;
            GivenGradients problem = new GivenGradients(Matrix.layout(rows, columns), new double[n], new double[] {1},
                    new double[][][][] {{gradients}});
            return Trajectory.of(Simulation.of(inner, Sgd.of(1), steps).with("innerState", "reset"), problem, 1, 0).move(0);
        }
    }

    @Override
    public About about() {
        return new About("fedada2-sm3-order", "SM3 takes shorter steps than Adagrad",
                "nu of SM3-I >= nu of SM3-II >= nu of Adagrad in every entry, for the same gradients refreshed in every"
                        + " step: so their steps are ordered the other way.",
                "Anil et al., arXiv 1901.11150; clients of Lee et al., arXiv 2410.18117", Provenance.PAPER,
                "the same gradients", "eps = 0, z = 1");
    }

    @Override
    public Class<Gradients> instanceType() {
        return Gradients.class;
    }

    @Override
    public Gradients draw(long seed, int size) {
        Random random = new Random(100 * seed + size);
        double[][] gradients = new double[1 + random.nextInt(6)][size * (size + 1)];
        for (double[] g : gradients) {
            for (int i = 0; i < g.length; i++) g[i] = random.nextInt(6) == 0 ? 0 : random.nextGaussian();
        }
        return new Gradients(size, size + 1, gradients);
    }

    @Override
    public Evidence evaluate(Gradients g) {
        double[] one = g.lastStep(Matrix.sm3(1, Variant.I));
        double[] two = g.lastStep(Matrix.sm3(1, Variant.II));
        double[] full = g.lastStep(Matrix.adagrad(1));
        return Evidence.of(ordered("SM3-I <= SM3-II", one, two), ordered("SM3-II <= Adagrad", two, full));
    }

    /** The excess where it is largest; steps are differences of sums of up to six terms of at most 1. */
    private static Inequality ordered(String name, double[] shorter, double[] longer) {
        double excess = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < shorter.length; i++) excess = Math.max(excess, shorter[i] - longer[i]);
        return new Inequality(name, excess, 0, 1e-14);
    }

    @Override
    public Control<Gradients> control() {
        return Control.falseClaim("SM3-I takes the longer steps of the two", this, g -> Evidence.of(ordered(
                "SM3-II <= SM3-I", g.lastStep(Matrix.sm3(1, Variant.II)), g.lastStep(Matrix.sm3(1, Variant.I)))));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.linear("step of Adagrad"), Axis.linear("step of SM3"));
        for (long seed = 0; seed < 8; seed++) {
            Gradients g = draw(seed, 4);
            double[] full = g.lastStep(Matrix.adagrad(1));
            double[] one = g.lastStep(Matrix.sm3(1, Variant.I));
            double[] two = g.lastStep(Matrix.sm3(1, Variant.II));
            for (int i = 0; i < full.length; i++) {
                figure.point("SM3-I", full[i], one[i]);
                figure.point("SM3-II", full[i], two[i]);
            }
        }
        return figure.dashed("equal", 0, 0).dashed("equal", 1, 1).caption("4 x 5 matrices: all points are below the line.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1, 2, 5);
    }

    @Override
    public int draws() {
        return 90;
    }

    @Override
    public int smallest() {
        return 1;
    }
}
