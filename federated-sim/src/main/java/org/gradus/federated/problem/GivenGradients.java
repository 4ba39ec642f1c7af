package org.gradus.federated.problem;

import org.gradus.federated.array.Layout;
import org.gradus.optim.option.InvalidInput;

/** Gradients that are given numbers, whatever the point: for replays. There is no loss. */
public final class GivenGradients implements FederatedProblem {
    private final Layout layout;
    private final double[] start;
    private final double[] weights;
    private final double[][][][] gradients;

    /** @param gradients by round, client and local step */
    public GivenGradients(Layout layout, double[] start, double[] weights, double[][][][] gradients) {
        Weights.check(weights, weights.length);
        this.layout = layout;
        this.start = start.clone();
        this.weights = weights.clone();
        this.gradients = gradients;
    }

    @Override
    public Layout layout() {
        return layout;
    }

    @Override
    public int clients() {
        return weights.length;
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
    public double loss(double[] x) {
        return Double.NaN;
    }

    @Override
    public Local local() {
        return new Local() {
            @Override
            public void gradient(Sample s, double[] y, double[] gradient, double[] expected) {
                System.arraycopy(gradients[(int) s.round()][s.client()][s.step()], 0, gradient, 0, gradient.length);
            }

            @Override
            public void fullGradient(int client, double[] y, double[] gradient) {
                throw new InvalidInput("the method needs gradients at the model itself, which listed gradients do not have");
            }

            @Override
            public double loss(Sample sample, double[] y) {
                throw new InvalidInput("the method needs losses, which listed gradients do not have");
            }
        };
    }
}
