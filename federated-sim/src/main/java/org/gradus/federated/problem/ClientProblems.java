package org.gradus.federated.problem;

import java.util.Arrays;
import java.util.function.Supplier;
import org.gradus.federated.array.Layout;
import org.gradus.federated.random.Keyed;
import org.gradus.federated.random.Purpose;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Require;
import org.gradus.optim.problem.Problem;
import org.gradus.optim.tensor.Tensors;

/**
 * A problem whose examples are shared out among clients: any {@link Problem}. A client's mini-batches go through its
 * examples in an order that is drawn anew for every round and epoch. A thread has one problem and one pair of model and
 * gradient arrays, however many clients there are.
 */
public final class ClientProblems implements FederatedProblem {
    private final Supplier<? extends Problem> problems;
    private final Problem whole;
    private final Layout layout;
    private final int[][] rows;
    private final int batch;
    private final Disturbance disturbance;
    private final Tensors evaluated;

    /**
     * @param problems makes a problem for one thread; all share their immutable data
     * @param rows the examples of each client, none empty
     * @param batch examples of a mini-batch, at most those of the client; 0: all of them
     */
    public ClientProblems(Supplier<? extends Problem> problems, int[][] rows, int batch) {
        this(problems, rows, batch, Disturbance.none());
    }

    private ClientProblems(Supplier<? extends Problem> problems, int[][] rows, int batch, Disturbance disturbance) {
        Require.check(rows.length >= 1, "clients", "at least 1", rows.length);
        Require.check(batch >= 0, "batch", "at least 0", batch);
        this.problems = problems;
        this.whole = problems.get();
        this.layout = Layout.of(whole.start(0));
        this.rows = rows;
        this.batch = batch;
        this.disturbance = disturbance;
        this.evaluated = whole.start(0).copy();
        for (int m = 0; m < rows.length; m++) {
            if (rows[m].length == 0) throw new InvalidInput("client " + m
                    + " has no examples; use fewer clients or another partition");
        }
    }

    /** The same with more noise on stochastic gradients than mini-batches alone make. */
    public ClientProblems disturbedBy(Disturbance disturbance) {
        return new ClientProblems(problems, rows, batch, disturbance);
    }

    @Override
    public Layout layout() {
        return layout;
    }

    @Override
    public int clients() {
        return rows.length;
    }

    @Override
    public double weight(int client) {
        return rows[client].length;
    }

    @Override
    public double[] start(long seed) {
        return layout.read(whole.start(seed));
    }

    @Override
    public int stepsPerEpoch(int client) {
        return (rows[client].length - 1) / size(client) + 1;
    }

    private int size(int client) {
        return batch == 0 ? rows[client].length : Math.min(batch, rows[client].length);
    }

    @Override
    public double loss(double[] x) {
        layout.write(x, evaluated);
        return whole.loss(evaluated);
    }

    @Override
    public Local local() {
        Problem problem = problems.get();
        Tensors model = problem.start(0).copy();
        Tensors gradients = model.zeros();
        Keyed random = Keyed.of(0, 0, 0, 0, Purpose.BATCH);
        Disturbance.Local noise = disturbance.local();
        return new Local() {
            private Sample drawn;
            private int[] order;

            @Override
            public void gradient(Sample sample, double[] y, double[] gradient, double[] expected) {
                at(y, gradient, batch(sample));
                if (noise != null) noise.add(sample, gradient);
            }

            @Override
            public void fullGradient(int client, double[] y, double[] gradient) {
                at(y, gradient, rows[client]);
            }

            @Override
            public double loss(Sample sample, double[] y) {
                layout.write(y, model);
                return problem.lossAndGradient(model, gradients, batch(sample));
            }

            private void at(double[] y, double[] gradient, int[] examples) {
                layout.write(y, model);
                problem.lossAndGradient(model, gradients, examples);
                layout.read(gradients, gradient);
            }

            private int[] batch(Sample s) {
                int size = size(s.client());
                if (size == rows[s.client()].length) return rows[s.client()];
                int perEpoch = stepsPerEpoch(s.client());
                Sample epoch = new Sample(s.seed(), s.round(), s.client(), s.step() / perEpoch);
                if (!epoch.equals(drawn)) {
                    order = rows[s.client()].clone();
                    random.rekey(s.seed(), s.round(), s.client(), epoch.step(), Purpose.BATCH);
                    random.shuffle(order);
                    drawn = epoch;
                }
                int from = s.step() % perEpoch * size;
                return Arrays.copyOfRange(order, from, Math.min(from + size, order.length));
            }
        };
    }
}
