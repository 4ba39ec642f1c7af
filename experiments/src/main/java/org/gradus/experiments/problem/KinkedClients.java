package org.gradus.experiments.problem;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.gradus.federated.array.Layout;
import org.gradus.federated.noise.Noise;
import org.gradus.federated.noise.None;
import org.gradus.federated.problem.Disturbance;
import org.gradus.federated.problem.FederatedProblem;
import org.gradus.federated.problem.Sample;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;

/**
 * All clients have {@code sum_j left/2 x_j^2} where x_j is negative and {@code right/2 x_j^2} where it is not: convex, with
 * a gradient that is continuous but not linear, so that the average of local gradients is not that at the average.
 */
@Entry(type = "kinked-clients", about =
        "equal clients whose curvature differs left and right of the minimum: local models drift",
        source = "arXiv 2509.10439, drift of Local SGD")
public record KinkedClients(
        @Option(value = "32", about = "clients, all of the same weight") int clients,
        @Option(value = "2", about = "coordinates of x") int dimension,
        @Option(value = "1", about = "curvature left of 0, > 0") double left,
        @Option(value = "0.05", about = "curvature right of 0, > 0") double right,
        @Option(value = "3", about = "every coordinate of the start") double start,
        @Option(value = "none", about = "added to every gradient: gaussian(scale=1), ...") Noise noise)
        implements FederatedProblemSpec {
    private static final int LARGEST = 1_000_000;

    public KinkedClients {
        ClientCount.check(clients);
        Require.check(dimension >= 1 && dimension <= LARGEST, "dimension", "from 1 to " + LARGEST, dimension);
        Require.positive("left", left);
        Require.positive("right", right);
        Require.finite("start", start);
    }

    @Override
    public FederatedTask make() {
        return FederatedTask.of(new Problem(this));
    }

    private record Problem(KinkedClients spec) implements FederatedProblem {
        @Override
        public Layout layout() {
            return Layout.vector("x", spec.dimension);
        }

        @Override
        public int clients() {
            return spec.clients;
        }

        @Override
        public double weight(int client) {
            return 1;
        }

        @Override
        public double[] start(long seed) {
            double[] x = new double[spec.dimension];
            Arrays.fill(x, spec.start);
            return x;
        }

        @Override
        public double[] minimizer() {
            return new double[spec.dimension];
        }

        @Override
        public OptionalDouble optimum() {
            return OptionalDouble.of(0);
        }

        @Override
        public boolean closedForm() {
            return true;
        }

        @Override
        public boolean isNoisy() {
            return !(spec.noise instanceof None);
        }

        @Override
        public double loss(double[] x) {
            double sum = 0;
            for (double v : x) sum += curvature(v) / 2 * v * v;
            return sum;
        }

        private double curvature(double x) {
            return x < 0 ? spec.left : spec.right;
        }

        @Override
        public Local local() {
            Disturbance.Local disturbance = Disturbance.of(spec.noise).local();
            return new Local() {
                @Override
                public void gradient(Sample sample, double[] y, double[] gradient, double[] expected) {
                    fullGradient(sample.client(), y, gradient);
                    if (expected != null) System.arraycopy(gradient, 0, expected, 0, gradient.length);
                    if (disturbance != null) disturbance.add(sample, gradient);
                }

                @Override
                public void fullGradient(int client, double[] y, double[] gradient) {
                    for (int i = 0; i < y.length; i++) gradient[i] = curvature(y[i]) * y[i];
                }

                @Override
                public double loss(Sample sample, double[] y) {
                    return Problem.this.loss(y);
                }
            };
        }
    }
}
