package org.gradus.optim.problem;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.gradus.optim.tensor.LoraPair;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The affine map of embeddings, Z = [C(x_1), ..., C(x_k)] W + b: rows of symbol numbers are looked up in one table C, which
 * is trained with W and b. A first layer: its inputs are no numbers to take derivatives by.
 */
final class EmbeddingLayer implements Layer {
    private final int context;
    private final int width;
    private final Trained table;
    private final AffineLayer affine;
    private final double[][] embedded;
    private final double[][] derivatives;

    /**
     * @param symbols rows of C
     * @param width   of an embedding
     * @param context symbols in an input row
     */
    EmbeddingLayer(String tableName, String weightsName, String biasName, DataType type, int symbols, int width, int context,
                   int outputs) {
        this.context = context;
        this.width = width;
        this.table = new Trained(tableName, type, symbols, width);
        this.affine = new AffineLayer(weightsName, biasName, type, (long) context * width, outputs);
        this.embedded = new double[Classifier.BLOCK][context * width];
        this.derivatives = new double[Classifier.BLOCK][context * width];
    }

    @Override
    public int inputs() {
        return affine.inputs();
    }

    @Override
    public int outputs() {
        return affine.outputs();
    }

    /** Embeddings are uniform with mean 0 and variance 1. */
    @Override
    public void initialise(SplittableRandom random, double variance, BiConsumer<String, INDArray> arrays,
                           Consumer<LoraPair> pairs) {
        double limit = Math.sqrt(3);
        for (double[] row : table.value.rows) Arrays.setAll(row, j -> limit * (2 * random.nextDouble() - 1));
        arrays.accept(table.value.name(), table.value.array());
        affine.initialise(random, variance, arrays, pairs);
    }

    @Override
    public void read(Tensors parameters) {
        table.value.read(parameters);
        affine.read(parameters);
    }

    @Override
    public void checkGradients(Tensors gradients) {
        table.gradient.check(gradients);
        affine.checkGradients(gradients);
    }

    @Override
    public void clearGradients() {
        table.clearGradient();
        affine.clearGradients();
    }

    @Override
    public void writeGradients(Tensors gradients, int examples, double l2) {
        table.writeGradient(gradients, examples, l2);
        affine.writeGradients(gradients, examples, l2);
    }

    @Override
    public double squaredNorm() {
        return table.squaredNorm() + affine.squaredNorm();
    }

    @Override
    public void forward(double[][] x, int rows, double[][] z) {
        for (int r = 0; r < rows; r++) {
            for (int k = 0; k < context; k++) {
                System.arraycopy(table.value.rows[(int) x[r][k]], 0, embedded[r], k * width, width);
            }
        }
        affine.forward(embedded, rows, z);
    }

    @Override
    public void addGradients(double[][] x, double[][] dz, int rows) {
        affine.addGradients(embedded, dz, rows);
        affine.backward(dz, rows, derivatives);
        for (int r = 0; r < rows; r++) {
            for (int k = 0; k < context; k++) {
                double[] gradient = table.gradient.rows[(int) x[r][k]];
                for (int j = 0; j < width; j++) gradient[j] += derivatives[r][k * width + j];
            }
        }
    }

    @Override
    public void backward(double[][] dz, int rows, double[][] dx) {
        throw new IllegalStateException("an embedding is a first layer");
    }
}
