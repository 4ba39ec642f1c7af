package org.gradus.optim.dl4j;

import static org.gradus.optim.Fixture.array;
import static org.gradus.optim.Fixture.doubles;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.util.ModelSerializer;
import org.gradus.optim.Bound;
import org.gradus.optim.Chain;
import org.gradus.optim.Frozen;
import org.gradus.optim.NonFinite;
import org.gradus.optim.NonFiniteGradient;
import org.gradus.optim.Optimizer;
import org.gradus.optim.Parameter;
import org.gradus.optim.Route;
import org.gradus.optim.State;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.rule.Adam;
import org.gradus.optim.rule.AdamW;
import org.gradus.optim.rule.ClipGlobalNorm;
import org.gradus.optim.rule.Lamb;
import org.gradus.optim.rule.ScheduleFree;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.NoOp;

/** Any optimizer in a DL4J network: the same steps as by hand, on everything that DL4J can do with a network. */
class Dl4jTrainerTest {
    /** Whole tree, chain, route, matrices, trust ratios and what is left alone. */
    private static final Optimizer EVERYTHING = Chain.of(ClipGlobalNorm.of(0.5),
            Route.when("first", Parameter.named("0_*"), Lamb.of(0.01)).and("frozen", Parameter.named("1_b"), Frozen.frozen())
                    .otherwise(AdamW.of(0.01)));

    /** DL4J's own plain descent, as a peer. */
    private static final org.nd4j.linalg.learning.config.Sgd DESCENT = new org.nd4j.linalg.learning.config.Sgd(0.05);

    @TempDir
    private Path folder;

    /** Would catch a wrong view, order, batch division or name: the same network stepped by hand on its raw gradients. */
    @Test
    void stepsAreThoseOfAnOwnLoop() {
        MultiLayerNetwork network = Networks.dense();
        MultiLayerNetwork byHand = Networks.dense();
        Dl4jTrainer trainer = Dl4jTrainer.attach(network, EVERYTHING);
        Bound bound = EVERYTHING.bind(Tensors.of(byHand.paramTable()));
        for (DataSet batch : Networks.batches(12)) {
            network.fit(batch);
            byHand.setInput(batch.getFeatures());
            byHand.setLabels(batch.getLabels());
            byHand.computeGradientAndScore();
            byHand.gradient().gradient().divi(batch.numExamples());
            bound.step(Tensors.of(byHand.gradient().gradientForVariable()));
            assertArrayEquals(doubles(byHand.params()), doubles(network.params()));
        }
        assertEquals(12, trainer.state().step());
        assertEquals(Networks.dense().getParam("1_b"), network.getParam("1_b"));
    }

    @Test
    void graphsTrainAsNetworksDo() {
        ComputationGraph graph = Networks.graph(new org.nd4j.linalg.learning.config.Adam(1));
        ComputationGraph byHand = Networks.graph(new NoOp());
        Optimizer optimizer = Chain.of(ClipGlobalNorm.of(0.1), AdamW.of(0.01));
        Dl4jTrainer.attach(graph, optimizer);
        Bound bound = optimizer.bind(Tensors.of(byHand.paramTable()));
        for (DataSet batch : Networks.batches(8)) {
            graph.fit(batch);
            byHand.setInputs(batch.getFeatures());
            byHand.setLabels(batch.getLabels());
            byHand.computeGradientAndScore();
            byHand.gradient().gradient().divi(batch.numExamples());
            bound.step(Tensors.of(byHand.gradient().gradientForVariable()));
            assertArrayEquals(doubles(byHand.params()), doubles(graph.params()));
        }
        assertEquals(null, graph.getUpdater().getStateViewArray(), "DL4J's Adam must hold no memory");
    }

    @Test
    void savedNetworksGoOnToTheSameBits() throws Exception {
        List<DataSet> batches = Networks.batches(10);
        MultiLayerNetwork network = Networks.dense();
        Dl4jTrainer trainer = Dl4jTrainer.attach(network, EVERYTHING);
        batches.subList(0, 5).forEach(network::fit);
        File zip = folder.resolve("network.zip").toFile();
        ModelSerializer.writeModel(network, zip, true);
        trainer.state().save(folder.resolve("optimizer.safetensors"));
        batches.subList(5, 10).forEach(network::fit);

        MultiLayerNetwork restored = ModelSerializer.restoreMultiLayerNetwork(zip);
        InvalidInput missing = assertThrows(InvalidInput.class, () -> restored.fit(batches.get(5)));
        assertTrue(missing.getMessage().contains("Dl4jTrainer.attach"), missing.getMessage());
        MultiLayerNetwork again = ModelSerializer.restoreMultiLayerNetwork(zip);
        Dl4jTrainer.attach(again, EVERYTHING, State.load(folder.resolve("optimizer.safetensors")));
        batches.subList(5, 10).forEach(again::fit);
        assertArrayEquals(doubles(network.params()), doubles(again.params()));
        assertEquals(network.getIterationCount(), again.getIterationCount());
    }

    /** Epochs, listeners and the asynchronous iterator are DL4J's own. */
    @Test
    void epochsAndListenersAreTheNetworks() {
        MultiLayerNetwork network = Networks.dense();
        Dl4jTrainer.attach(network, Adam.of(0.05));
        List<String> seen = new ArrayList<>();
        network.setListeners(new BaseTrainingListener() {
            @Override
            public void iterationDone(Model model, int iteration, int epoch) {
                seen.add(epoch + ":" + iteration);
            }

            @Override
            public void onEpochEnd(Model model) {
                seen.add("end");
            }
        });
        network.fit(Networks.iterator(Networks.batches(2)), 2);
        assertEquals(List.of("0:0", "0:1", "end", "1:2", "1:3", "end"), seen);
        assertEquals(2, network.getEpochCount());
    }

    @Test
    void earlyStoppingIsDl4js() {
        MultiLayerNetwork network = Networks.dense();
        Dl4jTrainer trainer = Dl4jTrainer.attach(network, Adam.of(0.05));
        List<DataSet> batches = Networks.batches(3);
        var configuration = new EarlyStoppingConfiguration.Builder<MultiLayerNetwork>()
                .epochTerminationConditions(new MaxEpochsTerminationCondition(4)).evaluateEveryNEpochs(1)
                .scoreCalculator(new DataSetLossCalculator(Networks.iterator(batches), true))
                .modelSaver(new InMemoryModelSaver<>()).build();
        EarlyStoppingResult<MultiLayerNetwork> result = new EarlyStoppingTrainer(configuration, network,
                Networks.iterator(batches)).fit();
        assertEquals(4, result.getTotalEpochs());
        assertEquals(12, trainer.state().step());
        assertTrue(result.getScoreVsEpoch().get(3) < result.getScoreVsEpoch().get(0));
        assertEquals(Networks.CLASSES, result.getBestModel().output(batches.get(0).getFeatures()).size(1));
    }

    /** Means and variances of batch normalization are no gradients: DL4J subtracts them as they are. */
    @Test
    void statisticsStayDl4js() {
        MultiLayerNetwork network = Networks.convolutional(DESCENT);
        MultiLayerNetwork plain = Networks.convolutional(DESCENT);
        Dl4jTrainer trainer = Dl4jTrainer.attach(network, Sgd.of(0.05));
        assertFalse(trainer.bound().parameters().contains("1_mean"));
        assertTrue(trainer.bound().parameters().contains("1_gamma"));
        INDArray before = network.getParam("1_mean").dup();
        for (DataSet batch : Networks.batches(5, DataType.FLOAT, 1, 4, 4)) {
            network.fit(batch);
            plain.fit(batch);
        }
        assertNotEquals(before, network.getParam("1_mean"));
        assertArrayEquals(doubles(plain.params()), doubles(network.params()), 1e-6);
    }

    /** Whole sequences of 5, and pieces of 2, each of which is a step. */
    @ParameterizedTest
    @ValueSource(ints = {5, 2})
    void recurrentNetworksTrain(int truncated) {
        MultiLayerNetwork network = Networks.recurrent(DESCENT, truncated);
        MultiLayerNetwork plain = Networks.recurrent(DESCENT, truncated);
        Dl4jTrainer trainer = Dl4jTrainer.attach(network, Sgd.of(0.05));
        INDArray x = array(DataType.FLOAT, 3, 4, 2, 5);
        INDArray y = Nd4j.zeros(DataType.FLOAT, 4, Networks.CLASSES, 5);
        y.get(NDArrayIndex.all(), NDArrayIndex.point(1)).assign(1);
        for (int i = 0; i < 4; i++) {
            network.fit(x, y);
            plain.fit(x, y);
        }
        assertArrayEquals(doubles(plain.params()), doubles(network.params()), 1e-6);
        assertEquals(network.getIterationCount(), trainer.state().step());
    }

    /** Gradient normalization and l2 of the configuration act before the optimizer, as before DL4J's updaters. */
    @Test
    void normalizationAndL2StillAct() {
        MultiLayerNetwork network = Networks.dense(Networks.configuration(DataType.FLOAT, DESCENT).l2(0.1)
                .gradientNormalization(GradientNormalization.ClipL2PerLayer).gradientNormalizationThreshold(0.05));
        MultiLayerNetwork plain = network.clone();
        Dl4jTrainer.attach(network, Sgd.of(0.05));
        for (DataSet batch : Networks.batches(4)) {
            network.fit(batch);
            plain.fit(batch);
        }
        assertArrayEquals(doubles(plain.params()), doubles(network.params()), 1e-6);
    }

    @Test
    void decayOfDl4jIsRefused() {
        MultiLayerNetwork network = Networks.dense(Networks.configuration(DataType.FLOAT, DESCENT).weightDecay(0.1));
        InvalidInput refused = assertThrows(InvalidInput.class, () -> Dl4jTrainer.attach(network, AdamW.of(0.1)));
        assertTrue(refused.getMessage().contains("'0_W'") && refused.getMessage().contains("weightDecay"),
                refused.getMessage());
        network.fit(Networks.batches(1).get(0));
    }

    @Test
    @SuppressWarnings("try")
    void theEvaluationViewIsTheNetworks() {
        MultiLayerNetwork network = Networks.dense();
        Dl4jTrainer trainer = Dl4jTrainer.attach(network, ScheduleFree.adamW(0.05));
        List<DataSet> batches = Networks.batches(5);
        batches.forEach(network::fit);
        INDArray features = batches.get(0).getFeatures();
        INDArray training = network.output(features);
        try (var view = trainer.bound().evaluationView()) {
            assertNotEquals(training, network.output(features));
        }
        assertEquals(training, network.output(features));
    }

    @Test
    void gradientsThatAreNotFiniteChangeNothing() {
        MultiLayerNetwork network = Networks.dense();
        Dl4jTrainer trainer = Dl4jTrainer.attach(network, Adam.of(0.05));
        DataSet bad = Networks.batches(1).get(0);
        bad.getFeatures().putScalar(0, 0, Double.NaN);
        INDArray before = network.params().dup();
        NonFiniteGradient refused = assertThrows(NonFiniteGradient.class, () -> network.fit(bad));
        assertTrue(refused.getMessage().contains("'0_W'"), refused.getMessage());
        trainer.bound().onNonFinite(NonFinite.SKIP);
        network.fit(bad);
        assertEquals(1, trainer.state().skipped());
        assertEquals(before, network.params());
    }

    @Test
    void detachedNetworksAreDl4jsAgain() throws Exception {
        MultiLayerNetwork network = Networks.dense(DataType.FLOAT, new org.nd4j.linalg.learning.config.Adam(0.01));
        String configuration = network.getLayerWiseConfigurations().toJson();
        Dl4jTrainer trainer = Dl4jTrainer.attach(network, Adam.of(0.01));
        network.fit(Networks.batches(1).get(0));
        assertTrue(network.getLayerWiseConfigurations().toJson().contains("TrainedByGradus"));
        trainer.detach();
        network.getLayerWiseConfigurations().setIterationCount(0);
        network.getLayer(0).conf().setIterationCount(0);
        assertFalse(network.getLayerWiseConfigurations().toJson().contains("radus"));
        assertEquals(configuration.length(), network.getLayerWiseConfigurations().toJson().length(), 200);
        network.fit(Networks.batches(1).get(0));
        assertTrue(network.getUpdater().getStateViewArray().length() > 0);
    }

    @Test
    void clearedNetworksSaySo() {
        MultiLayerNetwork network = Networks.dense();
        Dl4jTrainer.attach(network, Adam.of(0.05));
        network.clear();
        assertThrows(InvalidInput.class, () -> network.fit(Networks.batches(1).get(0)));
    }

    @Test
    void aNetworkWithoutParametersIsRefused() {
        MultiLayerNetwork network = Networks.dense(DataType.FLOAT, new NoOp());
        assertThrows(InvalidInput.class, () -> Dl4jTrainer.attach(network, Adam.of(0.05)));
    }
}
