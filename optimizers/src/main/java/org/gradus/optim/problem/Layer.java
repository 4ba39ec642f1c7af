package org.gradus.optim.problem;

import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.gradus.optim.tensor.LoraPair;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An affine map of rows, Z = X W + b, and what of it is trained: its own parameters and their gradients. */
interface Layer {
    int inputs();

    int outputs();

    /** Hands out new parameters: arrays by name, and pairs. A weight matrix has this variance. */
    void initialise(SplittableRandom random, double variance, BiConsumer<String, INDArray> arrays, Consumer<LoraPair> pairs);

    void read(Tensors parameters);

    void checkGradients(Tensors gradients);

    void clearGradients();

    /** Writes gradient / examples + l2 * parameter. */
    void writeGradients(Tensors gradients, int examples, double l2);

    /** Of its parameters. */
    double squaredNorm();

    /** Z = X W + b. */
    void forward(double[][] x, int rows, double[][] z);

    /** Adds the gradients by the parameters, given X and dZ of the block that went forward last. */
    void addGradients(double[][] x, double[][] dz, int rows);

    /** dX = dZ W', after {@link #addGradients} of the same block. */
    void backward(double[][] dz, int rows, double[][] dx);
}
