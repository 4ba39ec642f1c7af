package org.gradus.theory.lora;

import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.gradus.optim.Optimizer;
import org.gradus.optim.catalogue.Optimizers;

/**
 * A problem solved twice, in its own coordinates and in others.
 *
 * @param gauges r x r: the coordinates of the second run before each step, as seen from those of the first; the last one
 *     stays
 */
record Orbit(Problem problem, double[][][] gauges) {
    private static final double UNIT_ROUNDOFF = 0x1p-53;

    static Orbit of(Problem problem, int changes, double kappa, SplittableRandom random) {
        double[][][] gauges = new double[changes][][];
        for (int t = 0; t < changes; t++) gauges[t] = Matrices.gauge(problem.up()[0].length, kappa, random);
        return new Orbit(problem, gauges);
    }

    /** The condition number of the worst gauge. */
    double kappa() {
        double kappa = 1;
        for (double[][] gauge : gauges) {
            double[] values = Matrices.singularValues(Matrices.of(gauge));
            kappa = Math.max(kappa, values[0] / values[values.length - 1]);
        }
        return kappa;
    }

    /**
     * What both runs came to.
     *
     * @param relative by step, how far the products are apart, over the largest product so far
     * @param condition the largest product over the smallest r-th singular value on the way: how near Z came to a lower rank
     */
    record Paths(double[] relative, double condition) {
        double worst() {
            double worst = 0;
            for (double each : relative) worst = Double.isNaN(each) ? each : Math.max(worst, each);
            return worst;
        }

        /**
         * What float64 can be blamed for. A triangular solve loses the condition number of the gauge, a change of gauge
         * underway that of both; the term in lr² of a step has the factor 1 / σ_r(Z) and so loses the square of Z's.
         */
        double rounding(double lossOfGauge) {
            return 64 * UNIT_ROUNDOFF * lossOfGauge * condition * condition;
        }
    }

    Paths paths() {
        return paths(Optimizers.read(problem.optimizer()), Run::step);
    }

    /** @param step hands the gradient of the product to the optimizer: {@link Run#step(RealMatrix)}, or a wrong way */
    Paths paths(Optimizer optimizer, BiConsumer<Run, RealMatrix> step) {
        return paths(new Run(optimizer, Matrices.of(problem.up()), Matrices.of(problem.down())), optimizer, step);
    }

    /** Against a second run from other factors than the first's. */
    Paths paths(Run second, Optimizer optimizer, BiConsumer<Run, RealMatrix> step) {
        Run first = new Run(optimizer, Matrices.of(problem.up()), Matrices.of(problem.down()));
        int r = problem.up()[0].length;
        RealMatrix last = MatrixUtils.createRealIdentityMatrix(r);
        double[] relative = new double[problem.steps()];
        double largest = 0;
        double smallest = Double.POSITIVE_INFINITY;
        for (int t = 0; t < relative.length; t++) {
            if (t < gauges.length) {
                RealMatrix gauge = Matrices.of(gauges[t]);
                second.regauge(Matrices.inverse(last).multiply(gauge));
                last = gauge;
            }
            // At a start from Z = 0 nothing is divided by its singular values.
            double[] values = Matrices.singularValues(first.product());
            if (values[0] > 0) smallest = Math.min(smallest, values[r - 1]);
            largest = Math.max(largest, values[0]);
            step.accept(first, problem.gradient(t, first.product()));
            step.accept(second, problem.gradient(t, second.product()));
            largest = Math.max(largest, first.product().getFrobeniusNorm());
            relative[t] = Matrices.distance(first.product(), second.product()) / largest;
        }
        return new Paths(relative, largest / smallest);
    }
}
