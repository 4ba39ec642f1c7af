package org.gradus.optim.problem;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Central differences, the check of every gradient. */
final class Derivatives {
    private Derivatives() {}

    /** Relative to the largest component, of a float64 problem. */
    static void assertGradient(Problem problem, Tensors at, int[] batch) {
        Tensors gradients = at.zeros();
        problem.lossAndGradient(at, gradients, batch);
        Tensors scratch = at.zeros();
        double largest = 0;
        double error = 0;
        for (String name : at.names()) {
            INDArray x = at.get(name);
            for (long i = 0; i < x.length(); i++) {
                double value = x.getDouble(i);
                double h = 1e-5 * Math.max(1, Math.abs(value));
                x.putScalar(i, value + h);
                double above = problem.lossAndGradient(at, scratch, batch);
                x.putScalar(i, value - h);
                double below = problem.lossAndGradient(at, scratch, batch);
                x.putScalar(i, value);
                double exact = gradients.get(name).getDouble(i);
                largest = Math.max(largest, Math.abs(exact));
                error = Math.max(error, Math.abs(exact - (above - below) / (2 * h)));
            }
        }
        assertTrue(error < 1e-7 * largest, "error " + error + " of " + largest);
    }
}
