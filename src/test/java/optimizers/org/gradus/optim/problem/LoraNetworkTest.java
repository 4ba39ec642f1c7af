package org.gradus.optim.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.optim.problem.LoraNetwork.Adaptation;
import org.gradus.optim.tensor.LoraPair;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class LoraNetworkTest {
    private static final Examples EXAMPLES = Samples.examples(150, 6, 5, 6);
    private static final MultilayerPerceptron WHOLE =
            new MultilayerPerceptron(EXAMPLES, EXAMPLES, List.of(7), Activation.RELU, 0, DataType.DOUBLE);
    private static final Tensors TRAINED = Samples.perturbed(WHOLE, 2);

    private static LoraNetwork network(Adaptation adaptation) {
        return new LoraNetwork(EXAMPLES, EXAMPLES, TRAINED, Activation.RELU, adaptation, DataType.DOUBLE);
    }

    /** The whole network with every pair's product added to its weights, which are inputs x outputs. */
    private static Tensors merged(Tensors adapted) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        TRAINED.forEach((name, array) -> arrays.put(name, (adapted.contains(name) ? adapted.get(name) : array).dup()));
        for (LoraPair pair : adapted.pairs()) arrays.get(pair.name() + ".W").addi(pair.product().transpose());
        return Tensors.of(arrays);
    }

    @Test
    void lossMetricsAndGradientsAreThoseOfTheMergedNetwork() {
        LoraNetwork network = network(new Adaptation(List.of(), 3, 1.7, 1, true));
        Tensors at = Samples.perturbed(network, 4);
        assertEquals(List.of("layer0.b", "layer1.b", "layer0.up", "layer0.down", "layer1.up", "layer1.down"), at.names());
        Tensors whole = merged(at);
        Tensors gradients = at.zeros();
        Tensors wholeGradients = whole.zeros();
        int[] batch = {3, 149, 7, 7, 80};
        double expected = WHOLE.lossAndGradient(whole, wholeGradients, batch);
        assertEquals(expected, network.lossAndGradient(at, gradients, batch), 1e-14 * expected);
        assertEquals(WHOLE.loss(whole), network.loss(at), 1e-14 * expected);
        assertEquals(WHOLE.metrics(whole).get("testAccuracy"), network.metrics(at).get("testAccuracy"));
        for (LoraPair pair : at.pairs()) {
            LoraPair byChainRule = pair.gradients(wholeGradients.get(pair.name() + ".W").transpose());
            assertTrue(byChainRule.up().equalsWithEps(gradients.get(pair.upName()), 1e-13));
            assertTrue(byChainRule.down().equalsWithEps(gradients.get(pair.downName()), 1e-13));
            assertTrue(wholeGradients.get(pair.name() + ".b").equalsWithEps(gradients.get(pair.name() + ".b"), 1e-13));
        }
    }

    @Test
    void itStartsAsTheTrainedNetworkAndTheInitialScaleMultipliesDownAlone() {
        Tensors one = network(new Adaptation(List.of(), 2, 1, 1, false)).start(5);
        LoraNetwork network = network(new Adaptation(List.of(), 2, 1, 8, false));
        Tensors eight = network.start(5);
        assertEquals(WHOLE.loss(TRAINED), network.loss(eight));
        for (LoraPair pair : eight.pairs()) {
            assertEquals(0, pair.up().normmaxNumber().doubleValue());
            assertEquals(one.get(pair.downName()).mul(8), pair.down());
        }
        LoraNetwork wide = new LoraNetwork(Samples.examples(5, 400, 5, 1), null,
                new MultilayerPerceptron(Samples.examples(5, 400, 5, 1), List.of(60), Activation.RELU, 0, DataType.FLOAT).start(1),
                Activation.RELU, new Adaptation(List.of(0), 50, 1, 3, false), DataType.FLOAT);
        INDArray down = wide.start(1).get("layer0.down");
        assertEquals(9.0 / 400, down.varNumber().doubleValue(), 5e-4);
        assertEquals(0, down.meanNumber().doubleValue(), 5e-3);
    }

    @Test
    void onlyTheLayersNamedGetPairs() {
        assertEquals(List.of("layer1.up", "layer1.down"), network(new Adaptation(List.of(1), 2, 1, 1, false)).start(1).names());
        Tensors start = network(new Adaptation(List.of(1), 2, 0.5, 1, true)).start(1);
        assertEquals(List.of("layer0.b", "layer1.b", "layer1.up", "layer1.down"), start.names());
        assertEquals(TRAINED.get("layer0.b"), start.get("layer0.b"));
        assertEquals(0.5, start.pairs().get(0).scale());
    }

    @Test
    void badInputIsOneLine() {
        assertTrue(complaint(List.of(2), 1).contains("layers must be from 0 to 1, but is 2"));
        assertTrue(complaint(List.of(1, 1), 1).contains("layers must be distinct"));
        assertTrue(complaint(List.of(), 6).contains("rank must be at most 5, that of layer1"));
        assertTrue(complaint(List.of(), 0).contains("rank must be at least 1"));
    }

    private static String complaint(List<Integer> layers, int rank) {
        return ProblemContractTest.complaint(() -> network(new Adaptation(layers, rank, 1, 1, false)));
    }
}
