package org.gradus.experiments.problem;

import java.util.List;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;
import org.gradus.optim.problem.Activation;
import org.gradus.optim.problem.LoraNetwork.Adaptation;
import org.gradus.optim.problem.LoraNetwork;
import org.gradus.optim.problem.Problem;
import org.nd4j.linalg.api.buffer.DataType;

@Entry(type = "lora-digits", about = "a network that knows handwritten digits, frozen, learns others by low-rank pairs",
        source = "arXiv 2106.09685; UCI Optical Recognition of Handwritten Digits (Alpaydin, Kaynak), CC BY 4.0")
public record LoraDigits(
        @Option(value = "turned", about = "from upright digits to digits turned by 90 degrees, or from 0 to 4 to 5 to 9")
        Task task,
        @Option(value = "64", about = "sizes of the hidden layers, ReLU between") List<Integer> hidden,
        @Option(value = "[]", about = "layers that get a pair, counted from 0; none named: all") List<Integer> layers,
        @Option(value = "4", about = "r of every pair") int rank,
        @Option(value = "1", about = "of every pair's product: PEFT's alpha / r") double scale,
        @Option(value = "1", about = "s: up starts at zero, down Gaussian of deviation s / sqrt(inputs)")
        double initialScale,
        @Option(value = "false", about = "whether the biases are trained too") boolean biases) implements ProblemSpec {
    private static final int LARGEST = 10_000;
    private static final int PIXELS = 64;
    private static final int CLASSES = 10;

    /** What the network knows, and what it is to learn. */
    public enum Task { TURNED, CLASSES }

    public LoraDigits {
        hidden = List.copyOf(hidden);
        for (int size : hidden) Require.check(size >= 1 && size <= LARGEST, "hidden", "sizes from 1 to " + LARGEST, size);
        NetworkSize.check(PIXELS, hidden, CLASSES);
        new Adaptation(layers, rank, scale, initialScale, biases);
    }

    @Override
    public Problem make(DataType type) {
        TrainedDigits trained = TrainedDigits.of(task, hidden);
        return new LoraNetwork(trained.train(), trained.test(), trained.network(), Activation.RELU,
                new Adaptation(layers, rank, scale, initialScale, biases), type);
    }
}
