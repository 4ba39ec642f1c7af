package org.gradus.theory.fedada2;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.gradus.federated.Simulation;
import org.gradus.federated.problem.Quadratics;
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
import org.gradus.theory.simulated.Largest;
import org.gradus.theory.simulated.Trajectory;

/** A client's displacement does not depend on the scale of its loss. */
final class ScaleInvariance implements Claim<ScaleInvariance.Loss> {

    /** A client's quadratic on a matrix, row-major, and the factor of its loss. */
    record Loss(int rows, int columns, double[] h, double[] center, double scale, double rate, int localSteps) {
        Loss {
            Require.positive("scale", scale);
            Require.check(h.length == rows * columns, "h", "of length " + rows * columns, h.length);
        }

        double[] displacement(Optimizer inner, double scale) {
            double[] scaled = Arrays.stream(h).map(v -> scale * v).toArray();
            Quadratics problem = Quadratics.diagonal(new double[][] {scaled}, new double[][] {center})
                    .in(Matrix.layout(rows, columns));
            return Trajectory.of(Simulation.of(inner, Sgd.of(1), localSteps).with("innerState", "reset"), problem, 1, 0)
                    .move(0);
        }

        Inequality same(String name, Optimizer inner) {
            double[] one = displacement(inner, 1);
            double[] other = displacement(inner, scale);
            return Inequality.equal(name, Largest.difference(one, other), 0, 1e-11 * Largest.of(one));
        }
    }

    @Override
    public About about() {
        return new About("fedada2-scale", "Displacements do not depend on the loss's scale",
                "Multiplying a client's loss by c > 0 leaves its displacement as it is, for Adagrad, SM3-I and SM3-II on"
                        + " clients with eps = 0; under FedAvg it grows with c.",
                "Lee et al., arXiv 2410.18117, by definition of the client rules", Provenance.DERIVED,
                "eps = 0, refreshed in every step", "client state begins at 0");
    }

    @Override
    public Class<Loss> instanceType() {
        return Loss.class;
    }

    @Override
    public Loss draw(long seed, int size) {
        Random random = new Random(100 * seed + size);
        double[] h = new double[size * (size + 1)];
        double[] center = new double[h.length];
        Arrays.setAll(h, i -> 0.1 + random.nextDouble());
        Arrays.setAll(center, i -> 2 + Math.abs(random.nextGaussian()));
        return new Loss(size, size + 1, h, center, Math.pow(10, 6 * random.nextDouble() - 3), 0.05, 1 + random.nextInt(6));
    }

    @Override
    public Evidence evaluate(Loss loss) {
        List<Inequality> all = new ArrayList<>();
        all.add(loss.same("Adagrad", Matrix.adagrad(loss.rate)));
        all.add(loss.same("SM3-I", Matrix.sm3(loss.rate, Variant.I)));
        all.add(loss.same("SM3-II", Matrix.sm3(loss.rate, Variant.II)));
        return Evidence.of(all);
    }

    @Override
    public Control<Loss> control() {
        return Control.falseClaim("FedAvg has the same invariance", this,
                loss -> Evidence.of(loss.same("SGD", Sgd.of(loss.rate))));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("factor of the loss"), Axis.log("largest displacement"));
        Loss loss = draw(1, 3);
        for (double scale = 1e-3; scale < 20; scale *= 2) {
            figure.line("Adagrad", scale, Largest.of(loss.displacement(Matrix.adagrad(loss.rate), scale)));
            figure.line("SM3-I", scale, Largest.of(loss.displacement(Matrix.sm3(loss.rate, Variant.I), scale)));
            figure.line("SGD", scale, Largest.of(loss.displacement(Sgd.of(loss.rate), scale)));
        }
        return figure.caption("One client, a few local steps on a 3 x 4 matrix.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1, 3, 6);
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
