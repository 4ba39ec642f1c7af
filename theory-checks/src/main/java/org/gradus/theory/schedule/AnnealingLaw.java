package org.gradus.theory.schedule;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.PointValuePair;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.SimplexOptimizer;
import org.gradus.optim.schedule.AnnealingAreas;
import org.gradus.optim.schedule.Schedule;

/**
 * The scaling law with annealing, {@code L(s) = L0 + A S1(s)^-alpha - C S2(s)}, of Tissue, Wang and Wang, arXiv 2408.11029.
 * Warm-up counts at the constant peak.
 */
public record AnnealingLaw(double l0, double a, double alpha, double c, double lambda) {
    private static final double HUBER = 1e-3;
    private static final double[] EXPONENTS = {0.5, 0.7, 0.9};

    /** Fitted once, when it is first asked for. */
    private static final class LanguageModel {
        private static final AnnealingLaw LAW = fit(LossCurves.BOTH, AnnealingAreas.LAMBDA);
    }

    /**
     * The law fitted to two runs of a language model of 100 million parameters, 24000 updates each: cosine, and a plateau
     * with decay over the last 4000 (losses: Luo et al., arXiv 2503.12811).
     */
    public static AnnealingLaw ofLanguageModel() {
        return LanguageModel.LAW;
    }

    /** The loss after the last of a schedule's first updates. */
    public double finalLoss(Schedule schedule, int steps) {
        AnnealingAreas areas = AnnealingAreas.of(schedule, steps, lambda, true);
        return at(areas.s1(steps - 1), areas.s2(steps - 1));
    }

    double at(double s1, double s2) {
        return l0 + a * Math.pow(s1, -alpha) - c * s2;
    }

    double[] predict(LossCurves.Curve curve) {
        AnnealingAreas areas = areas(curve, lambda);
        double[] losses = new double[curve.steps().length];
        for (int i = 0; i < losses.length; i++) losses[i] = at(areas.s1(curve.steps()[i]), areas.s2(curve.steps()[i]));
        return losses;
    }

    FitError error(LossCurves.Curve curve) {
        return FitError.of(predict(curve), curve.losses());
    }

    private static AnnealingAreas areas(LossCurves.Curve curve, double lambda) {
        return AnnealingAreas.of(curve.schedule(), LossCurves.UPDATES, lambda, true);
    }

    /**
     * Fits to curves of one model: least {@code sum Huber(ln L - ln Lhat)}, from a least-squares start at several exponents,
     * polished by Nelder and Mead on (L0, ln A, C, alpha).
     */
    static AnnealingLaw fit(List<LossCurves.Curve> curves, double lambda) {
        List<double[]> points = new ArrayList<>();
        for (LossCurves.Curve curve : curves) {
            AnnealingAreas areas = areas(curve, lambda);
            for (int i = 0; i < curve.steps().length; i++) {
                points.add(new double[] {areas.s1(curve.steps()[i]), areas.s2(curve.steps()[i]), Math.log(curve.losses()[i]),
                        curve.losses()[i]});
            }
        }
        PointValuePair best = null;
        for (double exponent : EXPONENTS) {
            PointValuePair found = new PointValuePair(start(points, exponent, lambda), Double.POSITIVE_INFINITY);
            double before;
            // A simplex that has collapsed is set up anew until that gains nothing.
            do {
                before = found.getValue();
                found = polish(points, lambda, found.getPoint());
            } while (found.getValue() < before * (1 - 1e-9));
            if (best == null || found.getValue() < best.getValue()) best = found;
        }
        return law(best.getPoint(), lambda);
    }

    private static PointValuePair polish(List<double[]> points, double lambda, double[] start) {
        double[] widths = {0.01, 0.02, 0.05 * Math.abs(start[2]) + 1e-3, 0.02};
        return new SimplexOptimizer(1e-13, 1e-16).optimize(new MaxEval(20_000), GoalType.MINIMIZE, new InitialGuess(start),
                new ObjectiveFunction(x -> objective(points, law(x, lambda))), new NelderMeadSimplex(widths));
    }

    private static AnnealingLaw law(double[] x, double lambda) {
        return new AnnealingLaw(x[0], Math.exp(x[1]), x[3], x[2], lambda);
    }

    private static double objective(List<double[]> points, AnnealingLaw law) {
        double sum = 0;
        for (double[] p : points) {
            double predicted = law.at(p[0], p[1]);
            if (!(predicted > 0)) return Double.MAX_VALUE;
            double error = Math.abs(p[2] - Math.log(predicted));
            sum += error < HUBER ? error * error / 2 : HUBER * (error - HUBER / 2);
        }
        return sum;
    }

    /** For a given exponent the law is linear in L0, A and C. */
    private static double[] start(List<double[]> points, double exponent, double lambda) {
        double[][] rows = points.stream().map(p -> new double[] {1, Math.pow(p[0], -exponent), -p[1] * (1 - lambda)})
                .toArray(double[][]::new);
        double[] losses = points.stream().mapToDouble(p -> p[3]).toArray();
        RealVector x = new QRDecomposition(new Array2DRowRealMatrix(rows, false)).getSolver()
                .solve(new ArrayRealVector(losses, false));
        return new double[] {x.getEntry(0), Math.log(Math.max(1e-3, x.getEntry(1))), x.getEntry(2) * (1 - lambda), exponent};
    }
}
