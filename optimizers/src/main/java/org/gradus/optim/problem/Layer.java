package org.gradus.optim.problem;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The affine map Z = X W + b of rows: its parameters and their gradients. */
final class Layer {
    final int inputs;
    final int outputs;
    private final Mirror weights;
    private final Mirror bias;
    private final Mirror weightGradient;
    private final Mirror biasGradient;
    private final double[][] transposed;
    /** Whether W is a vector: the one output's weights are then a row, not a column. */
    private final boolean vector;

    /** @param shape of W: {inputs, outputs}, or {inputs} for a single output */
    Layer(String weightsName, String biasName, DataType type, long... shape) {
        this.vector = shape.length == 1;
        this.inputs = (int) shape[0];
        this.outputs = vector ? 1 : (int) shape[1];
        this.weights = new Mirror(weightsName, type, shape);
        this.weightGradient = new Mirror(weightsName, type, shape);
        this.bias = new Mirror(biasName, type, outputs);
        this.biasGradient = new Mirror(biasName, type, outputs);
        this.transposed = new double[outputs][inputs];
    }

    /** Uniform weights of mean 0 and this variance, zero biases; hands out the new arrays by name. */
    void initialise(SplittableRandom random, double variance, BiConsumer<String, INDArray> parameters) {
        double limit = Math.sqrt(3 * variance);
        for (double[] row : weights.rows) Arrays.setAll(row, j -> limit * (2 * random.nextDouble() - 1));
        Arrays.fill(bias.vector(), 0);
        parameters.accept(weights.name(), weights.array());
        parameters.accept(bias.name(), bias.array());
    }

    void read(Tensors parameters) {
        weights.read(parameters);
        bias.read(parameters);
    }

    void checkGradients(Tensors gradients) {
        weightGradient.check(gradients);
        biasGradient.check(gradients);
    }

    void clearGradients() {
        for (double[] row : weightGradient.rows) Arrays.fill(row, 0);
        Arrays.fill(biasGradient.vector(), 0);
    }

    /** Writes gradient / examples + l2 * parameter. */
    void writeGradients(Tensors gradients, int examples, double l2) {
        finish(weightGradient, weights, examples, l2);
        finish(biasGradient, bias, examples, l2);
        weightGradient.write(gradients);
        biasGradient.write(gradients);
    }

    private static void finish(Mirror gradient, Mirror parameter, int examples, double l2) {
        for (int i = 0; i < gradient.rows.length; i++) {
            double[] g = gradient.rows[i];
            double[] p = parameter.rows[i];
            for (int j = 0; j < g.length; j++) g[j] = g[j] / examples + l2 * p[j];
        }
    }

    double squaredNorm() {
        double sum = Dense.dot(bias.vector(), bias.vector());
        for (double[] row : weights.rows) sum += Dense.dot(row, row);
        return sum;
    }

    /** Z = X W + b. */
    void forward(double[][] x, int rows, double[][] z) {
        for (int r = 0; r < rows; r++) System.arraycopy(bias.vector(), 0, z[r], 0, outputs);
        if (vector) {
            for (int r = 0; r < rows; r++) z[r][0] += Dense.dot(weights.vector(), x[r]);
        } else {
            Dense.addProduct(z, rows, x, weights.rows);
        }
    }

    /** dW += X' dZ and db += the sum of the rows of dZ. */
    void addGradients(double[][] x, double[][] dz, int rows) {
        for (int r = 0; r < rows; r++) Dense.addScaled(biasGradient.vector(), 1, dz[r]);
        if (vector) {
            for (int r = 0; r < rows; r++) Dense.addScaled(weightGradient.vector(), dz[r][0], x[r]);
        } else {
            Dense.addTransposedProduct(weightGradient.rows, x, dz, rows);
        }
    }

    /** dX = dZ W', of a layer whose W is a matrix. */
    void backward(double[][] dz, int rows, double[][] dx) {
        Dense.transpose(weights.rows, transposed);
        for (int r = 0; r < rows; r++) Arrays.fill(dx[r], 0);
        Dense.addProduct(dx, rows, dz, transposed);
    }
}
