package org.gradus.optim.problem;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.optim.option.Require;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A feed-forward language model of bytes (Bengio et al. 2003, without direct connections): embeddings of the last bytes side
 * by side, hidden layers, softmax over the bytes of the alphabet; the loss is in nats a byte. Parameters: {@code embedding}
 * [bytes + 1, width], whose last row stands for what is before a text, then {@code layer0.W} [context * width, outputs],
 * {@code layer0.b}, {@code layer1.W}, ...
 */
public final class ByteLanguageModel extends Classifier {
    /**
     * @param train  from {@link ByteText#examples}
     * @param test   held-out examples of the same alphabet and context for {@link #metrics}, or null
     * @param width  of an embedding, at least 1
     * @param hidden the sizes of the hidden layers; none gives a linear map of the embeddings
     * @param type   of the parameters: FLOAT or DOUBLE
     */
    public ByteLanguageModel(Examples train, Examples test, int width, List<Integer> hidden, Activation activation,
                             DataType type) {
        super(train, test, layers(train, width, hidden, type), activation, OutputLoss.SOFTMAX, 0);
    }

    private static List<Layer> layers(Examples train, int width, List<Integer> hidden, DataType type) {
        Require.check(width >= 1, "width", "at least 1", width);
        List<Integer> sizes = new ArrayList<>(hidden);
        for (int size : hidden) Require.check(size >= 1, "hidden", "sizes of at least 1", size);
        sizes.add(train.classes());
        List<Layer> layers = new ArrayList<>();
        layers.add(new EmbeddingLayer("embedding", "layer0.W", "layer0.b", type, train.classes() + 1, width, train.inputs(),
                sizes.get(0)));
        for (int k = 1; k < sizes.size(); k++) {
            layers.add(new AffineLayer("layer" + k + ".W", "layer" + k + ".b", type, sizes.get(k - 1), sizes.get(k)));
        }
        return layers;
    }

    /** {@code testLoss} in nats, {@code testAccuracy}, and {@code testBitsPerByte}; empty without a test part. */
    @Override
    public Map<String, Double> metrics(Tensors parameters) {
        Map<String, Double> metrics = new LinkedHashMap<>(super.metrics(parameters));
        if (!metrics.isEmpty()) metrics.put("testBitsPerByte", metrics.get("testLoss") / Math.log(2));
        return metrics;
    }
}
