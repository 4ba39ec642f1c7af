package org.gradus.optim.dl4j;

import static org.gradus.optim.Fixture.doubles;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.gradus.optim.Bound;
import org.gradus.optim.Optimizer;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A DL4J network that Gradus trains goes where PyTorch's AdamW takes the same network, in float32. */
class PytorchTest {
    private static final double TOLERANCE = 1e-5;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** On the gradients that PyTorch computed. */
    @Test
    void exportedGradientsGiveItsTrajectory() throws Exception {
        JsonNode golden = golden();
        MultiLayerNetwork network = network(golden);
        Bound bound = optimizer(golden).bind(Tensors.of(network.paramTable()));
        for (int step = 0; step < golden.get("expected").size(); step++) {
            Map<String, INDArray> gradients = new LinkedHashMap<>();
            JsonNode exported = golden.get("gradients").get(step);
            for (String name : network.paramTable().keySet()) gradients.put(name, array(exported.get(name)));
            bound.step(Tensors.of(gradients));
            check(golden.get("expected").get(step), network, "step " + step);
        }
    }

    /** On the gradients that DL4J computes from the same data. */
    @Test
    void trainedNetworksFollowIt() throws Exception {
        JsonNode golden = golden();
        MultiLayerNetwork network = network(golden);
        Dl4jTrainer.attach(network, optimizer(golden));
        for (int step = 0; step < golden.get("expected").size(); step++) {
            JsonNode batch = golden.get("batches").get(step);
            INDArray labels = Nd4j.zeros(DataType.FLOAT, batch.get("labels").size(), Networks.CLASSES);
            for (int row = 0; row < labels.size(0); row++) labels.putScalar(row, batch.get("labels").get(row).asInt(), 1);
            network.fit(array(batch.get("features")), labels);
            check(golden.get("expected").get(step), network, "step " + step);
        }
    }

    private static void check(JsonNode expected, MultiLayerNetwork network, String where) {
        network.paramTable().forEach((name, array) ->
                assertArrayEquals(doubles(array(expected.get(name))), doubles(array), TOLERANCE, where + ", " + name));
    }

    private static JsonNode golden() throws Exception {
        try (InputStream in = PytorchTest.class.getResourceAsStream("/golden/dl4j-adamw.json")) {
            return JSON.readTree(in);
        }
    }

    private static Optimizer optimizer(JsonNode golden) {
        return Optimizers.read(JSON.convertValue(golden.get("optimizer"), Map.class));
    }

    private static MultiLayerNetwork network(JsonNode golden) {
        MultiLayerNetwork network = Networks.dense();
        network.paramTable().forEach((name, array) ->
                array.assign(array(golden.get("params").get(name)).reshape(array.shape())));
        return network;
    }

    private static INDArray array(JsonNode node) {
        boolean matrix = node.get(0).isArray();
        INDArray array = matrix ? Nd4j.create(DataType.FLOAT, node.size(), node.get(0).size()) : Nd4j.create(DataType.FLOAT,
                node.size());
        for (int i = 0; i < node.size(); i++) {
            if (!matrix) array.putScalar(i, node.get(i).asDouble());
            else for (int j = 0; j < node.get(i).size(); j++) array.putScalar(i, j, node.get(i).get(j).asDouble());
        }
        return array;
    }
}
