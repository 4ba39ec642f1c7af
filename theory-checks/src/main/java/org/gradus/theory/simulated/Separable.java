package org.gradus.theory.simulated;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.gradus.federated.array.Layout;
import org.gradus.federated.problem.Disturbance;
import org.gradus.federated.problem.FederatedProblem;
import org.gradus.federated.problem.Sample;

/**
 * {@code f_m(x) = sum_j w_j phi(x_j - c_mj)} of clients m, with noise on gradients. Minimizer, smoothness {@code max_j w_j}
 * and expected gradients are known. Coordinates do not see each other, so many coordinates are many independent copies of
 * a problem in one.
 */
public final class Separable implements FederatedProblem {
    private final Curve curve;
    private final double[] w;
    private final double[][] centers;
    private final double[] shares;
    private final double[] start;
    private final Disturbance disturbance;
    private final double[] minimizer;

    /**
     * @param w factors of the coordinates
     * @param centers one minimizer a client
     * @param shares weights of the clients in the objective
     */
    public Separable(Curve curve, double[] w, double[][] centers, double[] shares, double[] start, Disturbance disturbance) {
        this.curve = curve;
        this.w = w.clone();
        this.centers = centers.clone();
        this.shares = shares.clone();
        this.start = start.clone();
        this.disturbance = disturbance;
        this.minimizer = curve == Curve.LINE ? null : minimum();
    }

    /** Equal clients, centered at 0. */
    public static Separable equal(Curve curve, double[] w, int clients, double[] start, Disturbance disturbance) {
        double[] shares = new double[clients];
        Arrays.fill(shares, 1.0 / clients);
        return new Separable(curve, w, new double[clients][w.length], shares, start, disturbance);
    }

    /** By bisection, since slopes increase. */
    private double[] minimum() {
        double[] x = new double[w.length];
        for (int j = 0; j < x.length; j++) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (double[] c : centers) {
                low = Math.min(low, c[j]);
                high = Math.max(high, c[j]);
            }
            for (int i = 0; i < 80 && low < high; i++) {
                double middle = low + (high - low) / 2;
                if (slope(j, middle) < 0) low = middle;
                else high = middle;
            }
            x[j] = high;
        }
        return x;
    }

    private double slope(int j, double x) {
        double sum = 0;
        for (int m = 0; m < centers.length; m++) sum += shares[m] * w[j] * curve.slope(x - centers[m][j]);
        return sum;
    }

    /** The gradient of the objective; shares are taken as they are. */
    public double[] gradient(double[] x) {
        double[] g = new double[x.length];
        for (int j = 0; j < g.length; j++) g[j] = slope(j, x[j]);
        return g;
    }

    /** The squared length of {@link #gradient}. */
    public double squaredGradient(double[] x) {
        return Arrays.stream(gradient(x)).map(g -> g * g).sum();
    }

    /** {@code f(x) - f*}. */
    public double gap(double[] x) {
        return loss(x) - loss(minimizer);
    }

    @Override
    public Layout layout() {
        return Layout.vector("x", w.length);
    }

    @Override
    public int clients() {
        return centers.length;
    }

    @Override
    public double weight(int client) {
        return shares[client];
    }

    @Override
    public double[] start(long seed) {
        return start.clone();
    }

    @Override
    public double[] minimizer() {
        return minimizer == null ? null : minimizer.clone();
    }

    @Override
    public OptionalDouble optimum() {
        return minimizer == null ? OptionalDouble.empty() : OptionalDouble.of(loss(minimizer));
    }

    @Override
    public boolean closedForm() {
        return true;
    }

    @Override
    public boolean isNoisy() {
        return disturbance.local() != null;
    }

    @Override
    public double loss(double[] x) {
        double sum = 0;
        for (int m = 0; m < centers.length; m++) sum += shares[m] * loss(m, x);
        return sum;
    }

    private double loss(int m, double[] x) {
        double sum = 0;
        for (int j = 0; j < w.length; j++) sum += w[j] * curve.value(x[j] - centers[m][j]);
        return sum;
    }

    @Override
    public Local local() {
        Disturbance.Local noise = disturbance.local();
        return new Local() {
            @Override
            public void gradient(Sample sample, double[] y, double[] gradient, double[] expected) {
                fullGradient(sample.client(), y, gradient);
                if (expected != null) System.arraycopy(gradient, 0, expected, 0, gradient.length);
                if (noise != null) noise.add(sample, gradient);
            }

            @Override
            public void fullGradient(int client, double[] y, double[] gradient) {
                double[] c = centers[client];
                for (int j = 0; j < w.length; j++) gradient[j] = w[j] * curve.slope(y[j] - c[j]);
            }

            @Override
            public double loss(Sample sample, double[] y) {
                return Separable.this.loss(sample.client(), y);
            }
        };
    }
}
