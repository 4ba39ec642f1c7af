package org.gradus.optim.problem;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.gradus.optim.tensor.LoraPair;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer that is trained as a whole: W and b. */
final class AffineLayer implements Layer {
    private final int inputs;
    private final int outputs;
    private final Trained weights;
    private final Trained bias;
    private final double[][] transposed;
    /** Whether W is a vector: the one output's weights are then a row, not a column. */
    private final boolean vector;

    /** @param shape of W: {inputs, outputs}, or {inputs} for a single output */
    AffineLayer(String weightsName, String biasName, DataType type, long... shape) {
        this.vector = shape.length == 1;
        this.inputs = (int) shape[0];
        this.outputs = vector ? 1 : (int) shape[1];
        this.weights = new Trained(weightsName, type, shape);
        this.bias = new Trained(biasName, type, outputs);
        this.transposed = new double[outputs][inputs];
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public int outputs() {
        return outputs;
    }

    /** Uniform weights of mean 0, zero biases. */
    @Override
    public void initialise(SplittableRandom random, double variance, BiConsumer<String, INDArray> arrays,
                           Consumer<LoraPair> pairs) {
        double limit = Math.sqrt(3 * variance);
        for (double[] row : weights.value.rows) Arrays.setAll(row, j -> limit * (2 * random.nextDouble() - 1));
        Arrays.fill(bias.value.vector(), 0);
        arrays.accept(weights.value.name(), weights.value.array());
        arrays.accept(bias.value.name(), bias.value.array());
    }

    @Override
    public void read(Tensors parameters) {
        weights.value.read(parameters);
        bias.value.read(parameters);
    }

    @Override
    public void checkGradients(Tensors gradients) {
        weights.gradient.check(gradients);
        bias.gradient.check(gradients);
    }

    @Override
    public void clearGradients() {
        weights.clearGradient();
        bias.clearGradient();
    }

    @Override
    public void writeGradients(Tensors gradients, int examples, double l2) {
        weights.writeGradient(gradients, examples, l2);
        bias.writeGradient(gradients, examples, l2);
    }

    @Override
    public double squaredNorm() {
        return bias.squaredNorm() + weights.squaredNorm();
    }

    @Override
    public void forward(double[][] x, int rows, double[][] z) {
        for (int r = 0; r < rows; r++) System.arraycopy(bias.value.vector(), 0, z[r], 0, outputs);
        if (vector) {
            for (int r = 0; r < rows; r++) z[r][0] += Dense.dot(weights.value.vector(), x[r]);
        } else {
            Dense.addProduct(z, rows, x, weights.value.rows);
        }
    }

    /** dW += X' dZ and db += the sum of the rows of dZ. */
    @Override
    public void addGradients(double[][] x, double[][] dz, int rows) {
        for (int r = 0; r < rows; r++) Dense.addScaled(bias.gradient.vector(), 1, dz[r]);
        if (vector) {
            for (int r = 0; r < rows; r++) Dense.addScaled(weights.gradient.vector(), dz[r][0], x[r]);
        } else {
            Dense.addTransposedProduct(weights.gradient.rows, x, dz, rows);
        }
    }

    /** Of a layer whose W is a matrix. */
    @Override
    public void backward(double[][] dz, int rows, double[][] dx) {
        Dense.transpose(weights.value.rows, transposed);
        for (int r = 0; r < rows; r++) Arrays.fill(dx[r], 0);
        Dense.addProduct(dx, rows, dz, transposed);
    }
}
