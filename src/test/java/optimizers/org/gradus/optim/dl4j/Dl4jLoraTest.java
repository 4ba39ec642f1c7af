package org.gradus.optim.dl4j;

import static org.gradus.optim.Fixture.doubles;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.gradus.optim.State;
import org.gradus.optim.lora.LoraPlus;
import org.gradus.optim.lora.LoraRite;
import org.gradus.optim.lora.PeftAdapter;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.tensor.LoraPair;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

/** LoRA pairs on dense layers of DL4J: what moves, what does not, and that training goes on from PEFT's files. */
class Dl4jLoraTest {
    @TempDir
    private Path folder;

    /** Would catch a transposed factor or a lost scale: the gradient of up and down by differences of the loss. */
    @Test
    void factorsGetTheGradientOfTheLoss() {
        MultiLayerNetwork network = Networks.dense(DataType.DOUBLE, new Sgd(1));
        Dl4jLora lora = Dl4jLora.on(network, 2, 3.0, 1, "layer0", "layer2");
        lora.pairs().forEach(pair -> pair.up().assign(0.1));
        DataSet batch = Networks.batches(1, DataType.DOUBLE, Networks.INPUTS).get(0);
        Tensors before = Tensors.of(lora.pairs().toArray(LoraPair[]::new)).copy();
        Dl4jTrainer trainer = Dl4jTrainer.attach(lora, org.gradus.optim.rule.Sgd.of(1e-4));
        lora.trained().moved();
        network.fit(batch);
        before.forEach((name, start) -> {
            INDArray moved = trainer.bound().parameters().get(name);
            INDArray gradient = start.sub(moved).div(1e-4);
            moved.assign(start);
            for (int i = 0; i < 3; i++) {
                double h = 1e-6;
                double up = loss(network, lora, batch, moved, i, h);
                double down = loss(network, lora, batch, moved, i, -h);
                assertEquals((up - down) / (2 * h), gradient.getDouble(i), 1e-5, name);
            }
        });
    }

    private static double loss(MultiLayerNetwork network, Dl4jLora lora, DataSet batch, INDArray factor, int i, double h) {
        List<INDArray> kept = lora.pairs().stream().flatMap(p -> java.util.stream.Stream.of(p.up(), p.down())).toList();
        double value = factor.getDouble(i);
        factor.putScalar(i, value + h);
        lora.trained().moved();
        double score = network.score(batch, true);
        factor.putScalar(i, value);
        assertEquals(4, kept.size());
        return score;
    }

    @Test
    void onlyThePairsMove() {
        MultiLayerNetwork network = Networks.dense();
        INDArray before = network.params().dup();
        Dl4jLora lora = Dl4jLora.on(network, 2, 2.0, 1, "layer1");
        assertEquals(before, network.params(), "new pairs change nothing");
        Dl4jTrainer trainer = Dl4jTrainer.attach(lora, LoraRite.of(0.05));
        List<DataSet> batches = Networks.batches(6);
        batches.forEach(network::fit);
        MultiLayerNetwork plain = Networks.dense();
        for (String name : plain.paramTable().keySet()) {
            if (!name.equals("1_W")) assertEquals(plain.getParam(name), network.getParam(name), name);
        }
        INDArray expected = plain.getParam("1_W").add(lora.pairs().get(0).product().transpose());
        assertArrayEquals(doubles(expected), doubles(network.getParam("1_W")), 1e-7);
        assertNotEquals(plain.getParam("1_W"), network.getParam("1_W"));
        trainer.detach();
        INDArray merged = network.output(batches.get(0).getFeatures());
        lora.remove();
        assertEquals(before, network.params());
        assertNotEquals(merged, network.output(batches.get(0).getFeatures()));
    }

    @Test
    void trainingGoesOnFromPeftFilesToTheSameBits() {
        List<DataSet> batches = Networks.batches(10);
        MultiLayerNetwork network = Networks.dense();
        Dl4jLora lora = Dl4jLora.on(network, 2, 2.0, 1, "layer0", "layer2");
        Dl4jTrainer trainer = Dl4jTrainer.attach(lora, LoraRite.of(0.05));
        batches.subList(0, 5).forEach(network::fit);
        PeftAdapter.of(lora.pairs()).write(folder);
        trainer.state().save(folder.resolve("optimizer.safetensors"));
        batches.subList(5, 10).forEach(network::fit);

        MultiLayerNetwork again = Networks.dense();
        Dl4jLora read = Dl4jLora.of(again, PeftAdapter.read(folder).pairs());
        Dl4jTrainer.attach(read, LoraRite.of(0.05), State.load(folder.resolve("optimizer.safetensors")));
        batches.subList(5, 10).forEach(again::fit);
        assertArrayEquals(doubles(network.params()), doubles(again.params()));
    }

    @Test
    void graphsTakePairs() {
        ComputationGraph graph = Networks.graph(new Sgd(1));
        List<DataSet> batches = Networks.batches(10);
        double before = graph.score(batches.get(0));
        Dl4jTrainer.attach(Dl4jLora.on(graph, 2, 2.0, 1, "left", "right", "out"), LoraPlus.of(0.02, 4));
        for (int epoch = 0; epoch < 5; epoch++) batches.forEach(graph::fit);
        assertTrue(graph.score(batches.get(0)) < before);
    }

    @Test
    void wrongLayersAndShapesAreRefused() {
        MultiLayerNetwork network = Networks.dense();
        InvalidInput unknown = assertThrows(InvalidInput.class, () -> Dl4jLora.on(network, 2, 1, 1, "hidden"));
        assertTrue(unknown.getMessage().contains("'hidden'") && unknown.getMessage().contains("layer0, layer1, layer2"),
                unknown.getMessage());
        List<LoraPair> pairs = new ArrayList<>(Dl4jLora.on(network, 2, 1, 1, "layer0").pairs());
        LoraPair turned = new LoraPair("layer0", pairs.get(0).down().transpose(), pairs.get(0).up().transpose(),
                LoraPair.Layout.PEFT, 1);
        InvalidInput shape = assertThrows(InvalidInput.class, () -> Dl4jLora.of(network, List.of(turned)));
        assertTrue(shape.getMessage().contains("[6, 5]"), shape.getMessage());
    }
}
