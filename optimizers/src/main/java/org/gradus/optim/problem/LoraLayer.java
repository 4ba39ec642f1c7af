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
 * A frozen layer and a low-rank pair beside it: Z = X W + b + scale X downᵀ upᵀ (arXiv 2106.09685, section 4.1), with up
 * of outputs x r and down of r x inputs. Nothing of the size of W is computed for the pair: products with r columns are
 * enough for its value and for both gradients.
 */
final class LoraLayer implements Layer {
    private final FrozenLayer frozen;
    private final String name;
    private final double scale;
    private final double initialScale;
    private final Trained up;
    private final Trained down;
    private final double[][] scaledUp;
    private final double[][] upTransposed;
    private final double[][] downTransposed;
    /** Of a block: the rows X downᵀ, and the derivatives by them. */
    private final double[][] inner;
    private final double[][] innerDeltas;

    LoraLayer(FrozenLayer frozen, String name, int rank, double scale, double initialScale, DataType type) {
        this.frozen = frozen;
        this.name = name;
        this.scale = scale;
        this.initialScale = initialScale;
        this.up = new Trained(name + ".up", type, frozen.outputs(), rank);
        this.down = new Trained(name + ".down", type, rank, frozen.inputs());
        this.scaledUp = new double[frozen.outputs()][rank];
        this.upTransposed = new double[rank][frozen.outputs()];
        this.downTransposed = new double[frozen.inputs()][rank];
        this.inner = new double[Classifier.BLOCK][rank];
        this.innerDeltas = new double[Classifier.BLOCK][rank];
    }

    @Override
    public int inputs() {
        return frozen.inputs();
    }

    @Override
    public int outputs() {
        return frozen.outputs();
    }

    /** down Gaussian of variance initialScale^2 / inputs, up zero: the network starts as the frozen one. */
    @Override
    public void initialise(SplittableRandom random, double variance, BiConsumer<String, INDArray> arrays,
                           Consumer<LoraPair> pairs) {
        frozen.initialise(random, variance, arrays, pairs);
        double deviation = initialScale / Math.sqrt(inputs());
        for (double[] row : up.value.rows) Arrays.fill(row, 0);
        for (double[] row : down.value.rows) Arrays.setAll(row, j -> deviation * random.nextGaussian());
        pairs.accept(LoraPair.peft(name, up.value.array(), down.value.array()).withScale(scale));
    }

    @Override
    public void read(Tensors parameters) {
        frozen.read(parameters);
        up.value.read(parameters);
        down.value.read(parameters);
        for (int i = 0; i < scaledUp.length; i++) {
            for (int k = 0; k < scaledUp[i].length; k++) scaledUp[i][k] = scale * up.value.rows[i][k];
        }
        Dense.transpose(scaledUp, upTransposed);
        Dense.transpose(down.value.rows, downTransposed);
    }

    @Override
    public void checkGradients(Tensors gradients) {
        frozen.checkGradients(gradients);
        up.gradient.check(gradients);
        down.gradient.check(gradients);
    }

    @Override
    public void clearGradients() {
        frozen.clearGradients();
        up.clearGradient();
        down.clearGradient();
    }

    @Override
    public void writeGradients(Tensors gradients, int examples, double l2) {
        frozen.writeGradients(gradients, examples, l2);
        up.writeGradient(gradients, examples, l2);
        down.writeGradient(gradients, examples, l2);
    }

    @Override
    public double squaredNorm() {
        return frozen.squaredNorm() + up.squaredNorm() + down.squaredNorm();
    }

    @Override
    public void forward(double[][] x, int rows, double[][] z) {
        frozen.forward(x, rows, z);
        for (int r = 0; r < rows; r++) Arrays.fill(inner[r], 0);
        Dense.addProduct(inner, rows, x, downTransposed);
        Dense.addProduct(z, rows, inner, upTransposed);
    }

    /** With T = X downᵀ: d up = scale dZᵀ T, and d down = (scale dZ up)ᵀ X. */
    @Override
    public void addGradients(double[][] x, double[][] dz, int rows) {
        frozen.addGradients(x, dz, rows);
        for (int r = 0; r < rows; r++) {
            Arrays.fill(innerDeltas[r], 0);
            for (int k = 0; k < inner[r].length; k++) inner[r][k] *= scale;
        }
        Dense.addTransposedProduct(up.gradient.rows, dz, inner, rows);
        Dense.addProduct(innerDeltas, rows, dz, scaledUp);
        Dense.addTransposedProduct(down.gradient.rows, innerDeltas, x, rows);
    }

    @Override
    public void backward(double[][] dz, int rows, double[][] dx) {
        frozen.backward(dz, rows, dx);
        Dense.addProduct(dx, rows, innerDeltas, down.value.rows);
    }
}
