package org.gradus.optim.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;
import org.gradus.optim.option.Require;
import org.gradus.optim.tensor.LoraPair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * LoRA pairs on dense layers of a trained DL4J network, which is frozen otherwise. The layer's weight is, at any time,
 * what it was plus the pair's product, so {@code output}, {@code evaluate} and {@code fit} are the network's own:
 *
 * <pre>{@code
 * Dl4jLora lora = Dl4jLora.on(network, 8, 2.0, seed, "hidden", "output");
 * Dl4jTrainer trainer = Dl4jTrainer.attach(lora, LoraRite.of(0.01));
 * network.fit(batches, 10);
 * PeftAdapter.of(lora.pairs()).write(folder);
 * trainer.detach();                   // the network is merged; or lora.remove() gives it back as it was
 * }</pre>
 *
 * DL4J keeps a dense weight as inputs x outputs and PEFT as outputs x inputs: here up is outputs x r and down r x inputs,
 * as in PEFT, and the weight moves by the transpose of scale up down (arXiv 2106.09685, section 4.1). A pair has the name
 * of its layer; DL4J names those without one {@code layer0}, {@code layer1}, ...
 *
 * <p>Memory: the factors, their gradients, and two more arrays of each adapted weight: a copy of the frozen one, and the
 * product. Each step makes the product anew.
 */
public final class Dl4jLora {
    private final NetworkHost host;
    private final NetworkLayout layout;
    private final LoraWeights trained;

    private Dl4jLora(NetworkHost host, NetworkLayout layout, List<LoraPair> pairs) {
        this.host = host;
        this.layout = layout;
        Map<String, NetworkLayout.Part> dense = dense(layout);
        List<NetworkLayout.Part> parts = new ArrayList<>();
        for (LoraPair pair : pairs) {
            NetworkLayout.Part part = part(dense, pair.name());
            long[] shape = {pair.up().size(0), pair.down().size(pair.layout() == LoraPair.Layout.PEFT ? 1 : 0)};
            long[] weight = part.array().shape();
            if (shape[0] != weight[1] || shape[1] != weight[0] || pair.up().dataType() != part.array().dataType()) {
                throw new InvalidInput("pair '" + pair.name() + "' makes a " + pair.up().dataType()
                        + " product of outputs x inputs " + Arrays.toString(shape) + ", but DL4J's weight is "
                        + part.array().dataType() + " of inputs x outputs " + Arrays.toString(weight));
            }
            parts.add(part);
        }
        this.trained = new LoraWeights(pairs, parts);
        trained.moved();
    }

    /**
     * New pairs on these layers, as PEFT starts them: up is 0 and down uniform in ±1/sqrt(inputs), so the network is
     * what it was.
     *
     * @param scale alpha / rank
     */
    public static Dl4jLora on(MultiLayerNetwork network, int rank, double scale, long seed, String... layers) {
        return on(NetworkHost.of(network), rank, scale, seed, layers);
    }

    /** As {@link #on(MultiLayerNetwork, int, double, long, String...)}. */
    public static Dl4jLora on(ComputationGraph network, int rank, double scale, long seed, String... layers) {
        return on(NetworkHost.of(network), rank, scale, seed, layers);
    }

    /** Existing pairs, as of a {@code PeftAdapter}, on the network they were trained for; their memory is used. */
    public static Dl4jLora of(MultiLayerNetwork network, List<LoraPair> pairs) {
        return of(NetworkHost.of(network), pairs);
    }

    /** As {@link #of(MultiLayerNetwork, List)}. */
    public static Dl4jLora of(ComputationGraph network, List<LoraPair> pairs) {
        return of(NetworkHost.of(network), pairs);
    }

    private static Dl4jLora of(NetworkHost host, List<LoraPair> pairs) {
        return new Dl4jLora(host, NetworkLayout.of(host), pairs);
    }

    private static Dl4jLora on(NetworkHost host, int rank, double scale, long seed, String... layers) {
        Require.check(rank > 0, "rank", "at least 1", rank);
        Require.check(layers.length > 0, "layers", "at least one name", "none");
        NetworkLayout layout = NetworkLayout.of(host);
        Map<String, NetworkLayout.Part> dense = dense(layout);
        SplittableRandom random = new SplittableRandom(seed);
        List<LoraPair> pairs = new ArrayList<>();
        for (String layer : layers) {
            INDArray weight = part(dense, layer).array();
            long inputs = weight.size(0);
            double bound = 1 / Math.sqrt(inputs);
            double[] down = random.doubles(rank * inputs, -bound, bound).toArray();
            INDArray first = Nd4j.createFromArray(down).castTo(weight.dataType()).reshape(rank, inputs);
            INDArray second = Nd4j.create(weight.dataType(), weight.size(1), rank);
            pairs.add(LoraPair.peft(layer, second.detach(), first.detach()).withScale(scale));
        }
        return new Dl4jLora(host, layout, pairs);
    }

    /** The weights of dense layers, by the names of the layers. */
    private static Map<String, NetworkLayout.Part> dense(NetworkLayout layout) {
        Map<String, NetworkLayout.Part> dense = new LinkedHashMap<>();
        for (NetworkLayout.Part part : layout.parts()) {
            boolean weight = part.variable().equals(DefaultParamInitializer.WEIGHT_KEY) && part.array().rank() == 2
                    && (part.config() instanceof DenseLayer || part.config() instanceof BaseOutputLayer);
            if (!weight) continue;
            String named = part.config().getLayerName();
            String number = part.name().substring(0, part.name().length() - DefaultParamInitializer.WEIGHT_KEY.length() - 1);
            dense.put(named == null ? number : named, part);
        }
        return dense;
    }

    private static NetworkLayout.Part part(Map<String, NetworkLayout.Part> dense, String layer) {
        NetworkLayout.Part part = dense.get(layer);
        if (part == null) throw new InvalidInput(Names.unknown("dense layer", layer, dense.keySet()).getMessage()
                + " (layers that DL4J has frozen get no gradients; pairs freeze the network by themselves)");
        return part;
    }

    /** The pairs, live: PEFT files of them are written by {@code PeftAdapter.of(lora.pairs())}. */
    public List<LoraPair> pairs() {
        return trained.pairs();
    }

    /** Puts the weights back as they were before the pairs, bit for bit; the pairs keep what they learned. */
    public void remove() {
        trained.remove();
    }

    NetworkHost host() {
        return host;
    }

    NetworkLayout layout() {
        return layout;
    }

    Trained trained() {
        return trained;
    }
}
