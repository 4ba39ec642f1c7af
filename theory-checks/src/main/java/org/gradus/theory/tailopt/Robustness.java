package org.gradus.theory.tailopt;

import java.util.List;
import java.util.Random;
import org.gradus.federated.Simulation;
import org.gradus.federated.array.Layout;
import org.gradus.federated.problem.GivenGradients;
import org.gradus.optim.Chain;
import org.gradus.optim.Optimizer;
import org.gradus.optim.option.Require;
import org.gradus.optim.rule.BiClip;
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

/** One corrupted number of one gradient has a bounded and local effect. */
final class Robustness implements Claim<Robustness.Corrupted> {

    /**
     * Given gradients of one round, by client, step and coordinate. One number grows: coordinate {@code at} of client 0 in
     * step 0.
     *
     * @param factor of growth, at least 1; Infinity is meant
     */
    record Corrupted(double[][][] gradients, double[] shares, double eta, double upper, double lower, int at,
            double factor) {
        Corrupted {
            Require.check(factor >= 1, "factor", "at least 1", factor);
            Require.check(lower <= upper, "lower", "at most upper (" + upper + ")", lower);
        }

        double[] change(Optimizer inner) {
            double[] before = move(inner, 1);
            double[] after = move(inner, factor);
            for (int i = 0; i < after.length; i++) after[i] = Math.abs(after[i] - before[i]);
            return after;
        }

        private double[] move(Optimizer inner, double factor) {
            int n = gradients[0][0].length;
            int steps = gradients[0].length;
            double[][][] given = new double[gradients.length][steps][];
            for (int m = 0; m < given.length; m++) {
                for (int k = 0; k < steps; k++) given[m][k] = gradients[m][k].clone();
            }
            given[0][0][at] *= factor;
            return Trajectory.of(Simulation.of(inner, Sgd.of(1), steps), new GivenGradients(Layout.vector("x", n),
                    new double[n], shares, new double[][][][] {given}), 1, 0).move(0);
        }
    }

    @Override
    public About about() {
        return new About("tailopt-robustness", "One corrupted number",
                "Raising one coordinate of one gradient to any larger value of its sign, even an infinite one, changes a"
                        + " round of Avg-BiClip by at most w_i eta (u - d) in that coordinate, and by nothing elsewhere.",
                "derived here for Avg-BiClip of Lee et al., arXiv 2502.04164", Provenance.DERIVED,
                "the other gradients stay as they are");
    }

    @Override
    public Class<Corrupted> instanceType() {
        return Corrupted.class;
    }

    @Override
    public Corrupted draw(long seed, int size) {
        Random random = new Random(100 * seed + size);
        double[][][] gradients = new double[3][1 + random.nextInt(4)][size];
        for (double[][] client : gradients) {
            for (double[] g : client) {
                for (int i = 0; i < size; i++) g[i] = random.nextGaussian() * Math.exp(2 * random.nextGaussian());
            }
        }
        double upper = 0.5 + 2 * random.nextDouble();
        return new Corrupted(gradients, new double[] {0.5, 0.3, 0.2}, 0.1, upper, upper * random.nextDouble(),
                random.nextInt(size), random.nextBoolean() ? Double.POSITIVE_INFINITY : 1e6);
    }

    @Override
    public Evidence evaluate(Corrupted c) {
        return against(c, c.change(Chain.of(BiClip.of(c.upper, c.lower), Sgd.of(c.eta))));
    }

    private static Evidence against(Corrupted c, double[] change) {
        double elsewhere = 0;
        for (int i = 0; i < change.length; i++) {
            if (i != c.at) elsewhere = Math.max(elsewhere, change[i]);
        }
        double bound = c.shares[0] * c.eta * (c.upper - c.lower);
        return Evidence.of(new Inequality("change of the coordinate", change[c.at], bound, 1e-13 * c.eta * c.upper * 20),
                Inequality.exact("change elsewhere", elsewhere, 0));
    }

    @Override
    public Control<Corrupted> control() {
        return new Control<>("FedAvg, which clips nothing, changes as little", (seed, size) -> {
            Corrupted c = draw(seed, size);
            return new Corrupted(c.gradients, c.shares, c.eta, c.upper, c.lower, c.at, 1e6);
        }, c -> against(c, c.change(Sgd.of(c.eta))));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("factor of one gradient coordinate"), Axis.log("change of the model"));
        double[][][] ones = {{{1, 1}}, {{1, 1}}, {{1, 1}}};
        for (double factor = 1.2; factor < 1e5; factor *= 1.5) {
            Corrupted c = new Corrupted(ones, new double[] {0.5, 0.3, 0.2}, 0.1, 5, 0, 0, factor);
            figure.line("Avg-BiClip", factor, c.change(Chain.of(BiClip.of(c.upper, c.lower), Sgd.of(c.eta)))[0]);
            figure.line("FedAvg", factor, c.change(Sgd.of(c.eta))[0]);
        }
        return figure.caption("u = 5, eta = 0.1, the client's weight is a half.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(2, 6);
    }

    @Override
    public int draws() {
        return 60;
    }
}
