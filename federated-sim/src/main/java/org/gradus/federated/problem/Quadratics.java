package org.gradus.federated.problem;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.gradus.federated.array.Layout;
import org.gradus.optim.option.Require;

/**
 * {@code f_m(x) = 1/2 (x - c_m)' Q_m (x - c_m)}, Q_m dense or diagonal, with noise on gradients: minimum, minimizer,
 * smoothness and expected gradients are known, so every term of the theory can be computed. Clients may share one matrix.
 */
public final class Quadratics implements FederatedProblem {
    private final Layout layout;
    private final double[][][] dense;
    private final double[][] diagonal;
    private final double[][] centers;
    private final double[] weights;
    private final double[] start;
    private final Disturbance disturbance;
    private final double[] minimizer;
    private final double optimum;

    private Quadratics(Layout layout, double[][][] dense, double[][] diagonal, double[][] centers, double[] weights,
            double[] start, Disturbance disturbance) {
        this.layout = layout;
        this.dense = dense;
        this.diagonal = diagonal;
        this.centers = centers;
        this.weights = weights;
        this.start = start;
        this.disturbance = disturbance;
        this.minimizer = dense == null ? diagonalMinimizer() : denseMinimizer();
        this.optimum = loss(minimizer);
    }

    /**
     * @param q one matrix a client, symmetric and positive semidefinite; the same array may stand for several clients
     * @param centers one minimizer a client
     */
    public static Quadratics dense(double[][][] q, double[][] centers) {
        checkClients(q.length, centers);
        int n = centers[0].length;
        Map<double[][], Boolean> checked = new IdentityHashMap<>();
        for (int m = 0; m < q.length; m++) {
            if (checked.put(q[m], true) == null) SymmetricMatrix.check(q[m], n, "Q of client " + m);
        }
        return new Quadratics(Layout.vector("x", n), q, null, centers, equal(q.length), new double[n], Disturbance.none());
    }

    /** @param h one diagonal a client, of numbers at least 0 */
    public static Quadratics diagonal(double[][] h, double[][] centers) {
        checkClients(h.length, centers);
        for (int m = 0; m < h.length; m++) {
            Require.check(h[m].length == centers[0].length, "h of client " + m, "of length " + centers[0].length,
                    h[m].length);
            for (double value : h[m]) Require.nonNegative("h of client " + m, value);
        }
        return new Quadratics(Layout.vector("x", centers[0].length), null, h, centers, equal(h.length),
                new double[centers[0].length], Disturbance.none());
    }

    /** The same function of a model of this layout. */
    public Quadratics in(Layout layout) {
        Require.check(layout.length() == start.length, "the model", "of " + start.length + " numbers", layout.length());
        return new Quadratics(layout, dense, diagonal, centers, weights, start, disturbance);
    }

    public Quadratics startingAt(double... start) {
        Require.check(start.length == this.start.length, "start", "of length " + this.start.length, start.length);
        return new Quadratics(layout, dense, diagonal, centers, weights, start.clone(), disturbance);
    }

    public Quadratics weightedBy(double... weights) {
        Weights.check(weights, clients());
        return new Quadratics(layout, dense, diagonal, centers, weights.clone(), start, disturbance);
    }

    public Quadratics disturbedBy(Disturbance disturbance) {
        return new Quadratics(layout, dense, diagonal, centers, weights, start, disturbance);
    }

    private static double[] equal(int clients) {
        double[] weights = new double[clients];
        Arrays.fill(weights, 1);
        return weights;
    }

    private static void checkClients(int clients, double[][] centers) {
        Require.check(clients >= 1, "clients", "at least 1", clients);
        Require.check(centers.length == clients, "centers", "one a client (" + clients + ")", centers.length);
        for (int m = 0; m < clients; m++) {
            Require.check(centers[m].length == centers[0].length && centers[m].length > 0, "the center of client " + m,
                    "of length " + centers[0].length, centers[m].length);
            for (double value : centers[m]) Require.finite("the center of client " + m, value);
        }
    }

    private double[] diagonalMinimizer() {
        double[] above = new double[start.length];
        double[] below = new double[start.length];
        for (int m = 0; m < clients(); m++) {
            for (int i = 0; i < above.length; i++) {
                above[i] += weights[m] * diagonal[m][i] * centers[m][i];
                below[i] += weights[m] * diagonal[m][i];
            }
        }
        for (int i = 0; i < above.length; i++) above[i] = below[i] == 0 ? centers[0][i] : above[i] / below[i];
        return above;
    }

    /** Where the sum of the matrices is singular, the minimizer of the smallest norm. */
    private double[] denseMinimizer() {
        int n = start.length;
        if (Arrays.stream(dense).allMatch(q -> q == dense[0])
                && Arrays.stream(centers).allMatch(c -> Arrays.equals(c, centers[0]))) {
            return centers[0].clone();
        }
        double[][] sum = new double[n][n];
        double[] right = new double[n];
        double[] part = new double[n];
        double[] origin = new double[n];
        for (int m = 0; m < clients(); m++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) sum[i][j] += weights[m] * dense[m][i][j];
            }
            SymmetricMatrix.product(dense[m], centers[m], origin, part);
            for (int i = 0; i < n; i++) right[i] += weights[m] * part[i];
        }
        return new SingularValueDecomposition(new Array2DRowRealMatrix(sum)).getSolver()
                .solve(new ArrayRealVector(right)).toArray();
    }

    /** The largest eigenvalue of the weighted mean of the matrices: the smoothness L of the objective. */
    public double smoothness() {
        double total = Arrays.stream(weights).sum();
        int n = start.length;
        if (dense == null) {
            double largest = 0;
            for (int i = 0; i < n; i++) {
                double mean = 0;
                for (int m = 0; m < clients(); m++) mean += weights[m] / total * diagonal[m][i];
                largest = Math.max(largest, mean);
            }
            return largest;
        }
        double[][] mean = new double[n][n];
        for (int m = 0; m < clients(); m++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) mean[i][j] += weights[m] / total * dense[m][i][j];
            }
        }
        return Arrays.stream(SymmetricMatrix.eigenvalues(mean)).max().orElse(0);
    }

    @Override
    public Layout layout() {
        return layout;
    }

    @Override
    public int clients() {
        return centers.length;
    }

    @Override
    public double weight(int client) {
        return weights[client];
    }

    @Override
    public double[] start(long seed) {
        return start.clone();
    }

    @Override
    public double[] minimizer() {
        return minimizer.clone();
    }

    @Override
    public OptionalDouble optimum() {
        return OptionalDouble.of(optimum);
    }

    @Override
    public boolean closedForm() {
        return true;
    }

    @Override
    public Diagonal diagonal() {
        return dense == null ? new Diagonal(diagonal, centers, disturbance) : null;
    }

    @Override
    public boolean isNoisy() {
        return disturbance.local() != null;
    }

    @Override
    public double loss(double[] x) {
        double[] gradient = new double[x.length];
        double sum = 0;
        double total = 0;
        for (int m = 0; m < clients(); m++) {
            sum += weights[m] * clientLoss(m, x, gradient);
            total += weights[m];
        }
        return sum / total;
    }

    private double clientLoss(int m, double[] x, double[] gradient) {
        expected(m, x, gradient);
        double sum = 0;
        for (int i = 0; i < x.length; i++) sum += (x[i] - centers[m][i]) * gradient[i];
        return sum / 2;
    }

    private void expected(int m, double[] x, double[] gradient) {
        double[] c = centers[m];
        if (dense == null) {
            double[] h = diagonal[m];
            for (int i = 0; i < x.length; i++) gradient[i] = h[i] * (x[i] - c[i]);
        } else {
            SymmetricMatrix.product(dense[m], x, c, gradient);
        }
    }

    @Override
    public Local local() {
        Disturbance.Local noise = disturbance.local();
        double[] scratch = new double[start.length];
        return new Local() {
            @Override
            public void gradient(Sample sample, double[] y, double[] gradient, double[] expected) {
                expected(sample.client(), y, gradient);
                if (expected != null) System.arraycopy(gradient, 0, expected, 0, gradient.length);
                if (noise != null) noise.add(sample, gradient);
            }

            @Override
            public void fullGradient(int client, double[] y, double[] gradient) {
                expected(client, y, gradient);
            }

            /** Of the expected function: additive noise on gradients is that of a random linear term. */
            @Override
            public double loss(Sample sample, double[] y) {
                return clientLoss(sample.client(), y, scratch);
            }
        };
    }
}
