package org.gradus.theory.fedada2;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.gradus.federated.Simulation;
import org.gradus.federated.problem.Disturbance;
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
import org.gradus.theory.simulated.Curve;
import org.gradus.theory.simulated.Separable;
import org.gradus.theory.simulated.Trajectory;

/** What adaptive local steps make of a gradient that stays the same. */
final class ConstantGradient implements Claim<ConstantGradient.Line> {

    /** A linear loss of this gradient, and the client's rate and steps. */
    record Line(double[] gradient, double rate, int localSteps) {
        Line {
            Require.positive("rate", rate);
            Require.check(localSteps >= 1, "localSteps", "at least 1", localSteps);
        }

        double[] displacement(Optimizer inner) {
            Separable problem = Separable.equal(Curve.LINE, gradient, 1, new double[gradient.length], Disturbance.none());
            return Trajectory.of(Simulation.of(inner, Sgd.of(1), localSteps).with("innerState", "reset"), problem, 1, 0)
                    .move(0);
        }

        /** {@code eta_l sum_{k=1}^K k^{-1/2}}. */
        double length() {
            return rate * IntStream.rangeClosed(1, localSteps).mapToDouble(k -> 1 / Math.sqrt(k)).sum();
        }
    }

    @Override
    public About about() {
        return new About("fedada2-constant", "Displacement under a constant gradient",
                "With Adagrad on clients, eps = 0, and the same gradient g != 0 in all K steps, Delta = -eta_l sign(g) sum_k"
                        + " k^(-1/2), whatever |g|: about 2 eta_l sqrt(K), and never more than eta_l K.",
                "derived here for the client rule of Lee et al., arXiv 2410.18117", Provenance.DERIVED,
                "eps = 0, refreshed in every step", "client state begins at 0");
    }

    @Override
    public Class<Line> instanceType() {
        return Line.class;
    }

    /** The size is K. */
    @Override
    public Line draw(long seed, int size) {
        Random random = new Random(100 * seed + size);
        double[] gradient = new double[4];
        Arrays.setAll(gradient, j -> random.nextGaussian() * Math.pow(10, 6 * random.nextDouble() - 3));
        return new Line(gradient, 0.01 + random.nextDouble(), size);
    }

    @Override
    public Evidence evaluate(Line line) {
        return against(line, line.displacement(Matrix.adagrad(line.rate)));
    }

    private static Evidence against(Line line, double[] displacement) {
        List<Inequality> all = new ArrayList<>();
        for (int j = 0; j < displacement.length; j++) {
            all.add(Inequality.close("Delta / -sign(g)", -Math.signum(line.gradient[j]) * displacement[j], line.length(),
                    1e-13 * line.localSteps));
            all.add(Inequality.atMost("|Delta| <= eta_l K", Math.abs(displacement[j]), line.rate * line.localSteps,
                    4L * line.localSteps));
        }
        return Evidence.of(all);
    }

    @Override
    public Control<Line> control() {
        return Control.falseClaim("plain steps move as far", this, line -> against(line,
                line.displacement(Sgd.of(line.rate))));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("local steps K"), Axis.log("|Delta| / eta_l"));
        for (int k = 1; k <= 256; k *= 2) {
            for (double g : new double[] {0.01, 1}) {
                Line line = new Line(new double[] {g}, 0.1, k);
                figure.line("SGD, g = " + g, k, Math.abs(line.displacement(Sgd.of(0.1))[0]) / 0.1);
                figure.point("Adagrad, g = " + g, k, Math.abs(line.displacement(Matrix.adagrad(0.1))[0]) / 0.1);
            }
            figure.dashed("sum of k^(-1/2)", k, new Line(new double[] {1}, 1, k).length());
        }
        return figure.caption("Adagrad clients move by their rate and the number of steps alone.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1, 2, 5, 20);
    }

    @Override
    public int draws() {
        return 60;
    }

    @Override
    public int smallest() {
        return 1;
    }
}
