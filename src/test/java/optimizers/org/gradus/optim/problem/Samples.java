package org.gradus.optim.problem;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Random data and parameters for the tests. */
final class Samples {
    private Samples() {}

    static double[][] matrix(int rows, int columns, long seed) {
        Random random = new Random(seed);
        double[][] matrix = new double[rows][columns];
        // Multiples of 2^-10, so that float32 holds them exactly.
        for (double[] row : matrix) {
            for (int j = 0; j < columns; j++) row[j] = Math.rint(random.nextGaussian() * 1024) / 1024;
        }
        return matrix;
    }

    static Examples examples(int size, int inputs, int classes, long seed) {
        int[] labels = new Random(seed + 1).ints(size, 0, classes).toArray();
        return Examples.of(Nd4j.createFromArray(matrix(size, inputs, seed)), labels, classes);
    }

    /** Parameters away from any special point. */
    static Tensors perturbed(Problem problem, long seed) {
        Tensors parameters = problem.start(seed);
        Random random = new Random(seed);
        parameters.forEach((name, array) -> {
            for (long i = 0; i < array.length(); i++) {
                array.putScalar(i, array.getDouble(i) + 0.3 * random.nextGaussian());
            }
        });
        return parameters;
    }

    /** A gradient step, element by element: native operations of many threads stall where processors are shared. */
    static void descend(Tensors parameters, Tensors gradients, double rate) {
        parameters.forEach((name, x) -> {
            INDArray gradient = gradients.get(name);
            for (long i = 0; i < x.length(); i++) {
                x.data().put(i, x.data().getDouble(i) - rate * gradient.data().getDouble(i));
            }
        });
    }

    static Tensors as(DataType type, Tensors tensors) {
        Map<String, INDArray> map = new LinkedHashMap<>();
        tensors.forEach((name, array) -> map.put(name, array.castTo(type)));
        return Tensors.of(map);
    }
}
