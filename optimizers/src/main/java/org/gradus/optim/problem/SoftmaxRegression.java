package org.gradus.optim.problem;

import org.nd4j.linalg.api.buffer.DataType;

/**
 * Classification by a linear map, convex: the mean of {@code log sum_j exp(z_j) - z_label} with the logits
 * {@code z = a'W + b}, plus l2/2 times the squared norm of W and b. Parameters: {@code W} [inputs, classes] and
 * {@code b} [classes].
 */
public final class SoftmaxRegression extends Classifier {
    public SoftmaxRegression(Examples train, double l2, DataType type) {
        this(train, null, l2, type);
    }

    /**
     * @param test held-out examples for {@link #metrics}, or null
     * @param l2   at least 0
     * @param type of the parameters: FLOAT or DOUBLE
     */
    public SoftmaxRegression(Examples train, Examples test, double l2, DataType type) {
        super(train, test, new AffineLayer("W", "b", type, train.inputs(), train.classes()), OutputLoss.SOFTMAX, l2);
    }
}
