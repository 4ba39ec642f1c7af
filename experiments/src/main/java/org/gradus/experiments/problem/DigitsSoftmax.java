package org.gradus.experiments.problem;

import org.gradus.experiments.data.Dataset;
import org.gradus.experiments.data.Digits;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;
import org.gradus.optim.problem.Problem;
import org.gradus.optim.problem.SoftmaxRegression;
import org.nd4j.linalg.api.buffer.DataType;

@Entry(type = "digits-softmax", about = "handwritten digits by softmax regression: convex",
        source = "UCI Optical Recognition of Handwritten Digits (Alpaydin, Kaynak), CC BY 4.0")
public record DigitsSoftmax(
        @Option(value = "0", about = "l2/2 times the squared norm of the parameters is added to the loss") double l2)
        implements ProblemSpec {
    public DigitsSoftmax {
        Require.nonNegative("l2", l2);
    }

    @Override
    public Problem make(DataType type) {
        Dataset digits = Digits.load();
        return new SoftmaxRegression(digits.train(), digits.test(), l2, type);
    }

    @Override
    public int[] labels() {
        return Digits.load().train().labels();
    }
}
