package org.gradus.optim.problem;

import java.util.Arrays;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;

/** A parameter of a layer and its gradient, a sum over the examples until it is written. */
final class Trained {
    final Mirror value;
    final Mirror gradient;

    Trained(String name, DataType type, long... shape) {
        value = new Mirror(name, type, shape);
        gradient = new Mirror(name, type, shape);
    }

    void clearGradient() {
        for (double[] row : gradient.rows) Arrays.fill(row, 0);
    }

    /** Writes gradient / examples + l2 * value. */
    void writeGradient(Tensors gradients, int examples, double l2) {
        for (int i = 0; i < gradient.rows.length; i++) {
            double[] g = gradient.rows[i];
            double[] p = value.rows[i];
            for (int j = 0; j < g.length; j++) g[j] = g[j] / examples + l2 * p[j];
        }
        gradient.write(gradients);
    }

    double squaredNorm() {
        double sum = 0;
        for (double[] row : value.rows) sum += Dense.dot(row, row);
        return sum;
    }
}
