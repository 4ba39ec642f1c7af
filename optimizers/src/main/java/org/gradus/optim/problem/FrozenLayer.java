package org.gradus.optim.problem;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.gradus.optim.tensor.LoraPair;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer of given weights that never move; its bias moves where it is trained, from its given value. */
final class FrozenLayer implements Layer {
    private final double[][] weights;
    private final double[][] transposed;
    private final double[] givenBias;
    /** Null where the bias does not move. */
    private final Trained trainedBias;
    private final double[] bias;

    /**
     * @param weights  inputs x outputs
     * @param biasName of the trained bias; null: it does not move
     */
    FrozenLayer(double[][] weights, double[] bias, String biasName, DataType type) {
        this.weights = weights;
        this.transposed = new double[bias.length][weights.length];
        Dense.transpose(weights, transposed);
        this.givenBias = bias;
        this.trainedBias = biasName == null ? null : new Trained(biasName, type, bias.length);
        this.bias = trainedBias == null ? bias : trainedBias.value.vector();
    }

    @Override
    public int inputs() {
        return weights.length;
    }

    @Override
    public int outputs() {
        return bias.length;
    }

    @Override
    public void initialise(SplittableRandom random, double variance, BiConsumer<String, INDArray> arrays,
                           Consumer<LoraPair> pairs) {
        if (trainedBias == null) return;
        System.arraycopy(givenBias, 0, bias, 0, bias.length);
        arrays.accept(trainedBias.value.name(), trainedBias.value.array());
    }

    @Override
    public void read(Tensors parameters) {
        if (trainedBias != null) trainedBias.value.read(parameters);
    }

    @Override
    public void checkGradients(Tensors gradients) {
        if (trainedBias != null) trainedBias.gradient.check(gradients);
    }

    @Override
    public void clearGradients() {
        if (trainedBias != null) trainedBias.clearGradient();
    }

    @Override
    public void writeGradients(Tensors gradients, int examples, double l2) {
        if (trainedBias != null) trainedBias.writeGradient(gradients, examples, l2);
    }

    @Override
    public double squaredNorm() {
        return trainedBias == null ? 0 : trainedBias.squaredNorm();
    }

    @Override
    public void forward(double[][] x, int rows, double[][] z) {
        for (int r = 0; r < rows; r++) System.arraycopy(bias, 0, z[r], 0, bias.length);
        Dense.addProduct(z, rows, x, weights);
    }

    @Override
    public void addGradients(double[][] x, double[][] dz, int rows) {
        if (trainedBias == null) return;
        for (int r = 0; r < rows; r++) Dense.addScaled(trainedBias.gradient.vector(), 1, dz[r]);
    }

    @Override
    public void backward(double[][] dz, int rows, double[][] dx) {
        for (int r = 0; r < rows; r++) Arrays.fill(dx[r], 0);
        Dense.addProduct(dx, rows, dz, transposed);
    }
}
