package org.gradus.theory.fedada2;

import org.gradus.federated.array.Layout;
import org.gradus.federated.rule.DelayedAdagrad;
import org.gradus.federated.rule.DelayedSm3;
import org.gradus.federated.rule.BiasCorrection;
import org.gradus.optim.Optimizer;
import org.gradus.optim.schedule.Schedule;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Client rules on one matrix, without smoothing and refreshed in every step. */
final class Matrix {
    private Matrix() {}

    static Layout layout(int rows, int columns) {
        return Layout.of(Tensors.of("x", Nd4j.zeros(DataType.DOUBLE, rows, columns)));
    }

    static Optimizer adagrad(double rate) {
        return new DelayedAdagrad(Schedule.constant(rate), 0, 1, true, 0, 1);
    }

    static Optimizer sm3(double rate, DelayedSm3.Variant variant) {
        return new DelayedSm3(Schedule.constant(rate), variant, 0.9, 0.999, 0, 1, BiasCorrection.NONE, 0, 1);
    }
}
