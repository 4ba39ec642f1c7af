package org.gradus.experiments.problem;

import java.util.List;
import org.gradus.experiments.data.Dataset;
import org.gradus.experiments.data.Digits;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;
import org.gradus.optim.problem.Activation;
import org.gradus.optim.problem.MultilayerPerceptron;
import org.gradus.optim.problem.Problem;
import org.nd4j.linalg.api.buffer.DataType;

@Entry(type = "digits", about = "handwritten digits (1,437 to train, 360 to test) by a fully connected network",
        source = "UCI Optical Recognition of Handwritten Digits (Alpaydin, Kaynak), CC BY 4.0")
public record DigitsNetwork(
        @Option(value = "32", about = "sizes of the hidden layers") List<Integer> hidden,
        @Option(value = "relu", about = "between the layers") Activation activation,
        @Option(value = "0", about = "l2/2 times the squared norm of the parameters is added to the loss") double l2)
        implements ProblemSpec {
    private static final int LARGEST = 100_000;
    private static final int PIXELS = 64;
    private static final int CLASSES = 10;

    public DigitsNetwork {
        hidden = List.copyOf(hidden);
        for (int size : hidden) Require.check(size >= 1 && size <= LARGEST, "hidden", "sizes from 1 to " + LARGEST, size);
        NetworkSize.check(PIXELS, hidden, CLASSES);
        Require.nonNegative("l2", l2);
    }

    @Override
    public Problem make(DataType type) {
        Dataset digits = Digits.load();
        return new MultilayerPerceptron(digits.train(), digits.test(), hidden, activation, l2, type);
    }

    @Override
    public int[] labels() {
        return Digits.load().train().labels();
    }
}
