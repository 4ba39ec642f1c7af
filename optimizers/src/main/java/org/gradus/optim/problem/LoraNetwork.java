package org.gradus.optim.problem;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.gradus.optim.option.Require;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A trained {@link MultilayerPerceptron} that is frozen and adapted by low-rank pairs (LoRA, arXiv 2106.09685): softmax
 * cross-entropy as a function of the pairs alone, or of the pairs and biases. Pair {@code layerK} adds
 * {@code scale * up * down}, outputs x inputs, to the transpose of {@code layerK.W}; up starts at zero.
 */
public final class LoraNetwork extends Classifier {
    /**
     * What is trained.
     *
     * @param layers       those that get a pair, counted from 0; none named: all
     * @param rank         of every pair, at most that of the weights
     * @param scale        of every pair's product: PEFT's alpha / r
     * @param initialScale s; down starts Gaussian of standard deviation s / sqrt(inputs)
     * @param biases       whether the biases of all layers are trained too, as {@code layerK.b}
     */
    public record Adaptation(List<Integer> layers, int rank, double scale, double initialScale, boolean biases) {
        public Adaptation {
            layers = List.copyOf(layers);
            Require.check(new HashSet<>(layers).size() == layers.size(), "layers", "distinct", layers);
            Require.check(rank >= 1, "rank", "at least 1", rank);
            Require.positive("scale", scale);
            Require.positive("initialScale", initialScale);
        }
    }

    /**
     * @param test    held-out examples for {@link #metrics}, or null
     * @param trained parameters of a {@link MultilayerPerceptron}; copied
     * @param type    of the pairs and biases: FLOAT or DOUBLE
     */
    public LoraNetwork(Examples train, Examples test, Tensors trained, Activation activation, Adaptation adaptation,
                       DataType type) {
        super(train, test, layers(trained, adaptation, type), activation, OutputLoss.SOFTMAX, 0);
    }

    private static List<Layer> layers(Tensors trained, Adaptation adaptation, DataType type) {
        List<Layer> layers = new ArrayList<>();
        for (int k = 0; trained.contains("layer" + k + ".W"); k++) layers.add(layer(trained, k, adaptation, type));
        for (int k : adaptation.layers()) {
            Require.check(k >= 0 && k < layers.size(), "layers", "from 0 to " + (layers.size() - 1), k);
        }
        return layers;
    }

    private static Layer layer(Tensors trained, int k, Adaptation adaptation, DataType type) {
        String name = "layer" + k;
        double[][] weights = trained.get(name + ".W").castTo(DataType.DOUBLE).toDoubleMatrix();
        double[] bias = trained.get(name + ".b").castTo(DataType.DOUBLE).toDoubleVector();
        FrozenLayer frozen = new FrozenLayer(weights, bias, adaptation.biases() ? name + ".b" : null, type);
        if (!adaptation.layers().isEmpty() && !adaptation.layers().contains(k)) return frozen;
        int most = Math.min(weights.length, bias.length);
        Require.check(adaptation.rank() <= most, "rank", "at most " + most + ", that of " + name, adaptation.rank());
        return new LoraLayer(frozen, name, adaptation.rank(), adaptation.scale(), adaptation.initialScale(), type);
    }
}
