package org.gradus.optim.problem;

import java.util.ArrayList;
import java.util.List;
import org.gradus.optim.option.Require;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Classification by a fully connected network: affine layers with an activation between them, softmax cross-entropy at
 * the end, plus l2/2 times the squared norm of all parameters. Parameters: {@code layer0.W} [inputs, outputs],
 * {@code layer0.b} [outputs], {@code layer1.W}, ...
 */
public final class MultilayerPerceptron extends Classifier {
    public MultilayerPerceptron(Examples train, List<Integer> hidden, Activation activation, double l2, DataType type) {
        this(train, null, hidden, activation, l2, type);
    }

    /**
     * @param test   held-out examples for {@link #metrics}, or null
     * @param hidden the sizes of the hidden layers; none gives a linear map
     * @param l2     at least 0
     * @param type   of the parameters: FLOAT or DOUBLE
     */
    public MultilayerPerceptron(Examples train, Examples test, List<Integer> hidden, Activation activation, double l2,
                                DataType type) {
        super(train, test, layers(train, hidden, type), activation, OutputLoss.SOFTMAX, l2);
    }

    private static List<Layer> layers(Examples train, List<Integer> hidden, DataType type) {
        List<Integer> sizes = new ArrayList<>();
        sizes.add(train.inputs());
        for (int size : hidden) {
            Require.check(size > 0, "hidden", "sizes of at least 1", size);
            sizes.add(size);
        }
        sizes.add(train.classes());
        List<Layer> layers = new ArrayList<>();
        for (int k = 0; k + 1 < sizes.size(); k++) {
            layers.add(new AffineLayer("layer" + k + ".W", "layer" + k + ".b", type, sizes.get(k), sizes.get(k + 1)));
        }
        return layers;
    }
}
