package org.gradus.optim.problem;

import org.gradus.optim.option.InvalidInput;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Binary classification, convex: {@code 1/n sum_i log(1 + exp(-s_i (w'a_i + b))) + l2/2 (|w|^2 + b^2)} with s = 1 for
 * label 1 and -1 for label 0. Parameters: {@code w} [inputs] and {@code b} [1].
 */
public final class LogisticRegression extends Classifier {
    public LogisticRegression(Examples train, double l2, DataType type) {
        this(train, null, l2, type);
    }

    /**
     * @param train examples of two classes
     * @param test  held-out examples for {@link #metrics}, or null
     * @param l2    at least 0
     * @param type  of the parameters: FLOAT or DOUBLE
     */
    public LogisticRegression(Examples train, Examples test, double l2, DataType type) {
        super(binary(train), test, new AffineLayer("w", "b", type, train.inputs()), OutputLoss.LOGISTIC, l2);
    }

    private static Examples binary(Examples examples) {
        if (examples.classes() != 2) {
            throw new InvalidInput("logistic regression needs 2 classes, but there are " + examples.classes()
                    + "; use SoftmaxRegression");
        }
        return examples;
    }
}
