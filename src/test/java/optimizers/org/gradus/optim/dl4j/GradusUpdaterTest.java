package org.gradus.optim.dl4j;

import static org.gradus.optim.Fixture.array;
import static org.gradus.optim.Fixture.doubles;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.deeplearning4j.util.ModelSerializer;
import org.gradus.optim.Bound;
import org.gradus.optim.Chain;
import org.gradus.optim.Frozen;
import org.gradus.optim.Optimizer;
import org.gradus.optim.Parameter;
import org.gradus.optim.Route;
import org.gradus.optim.Rule;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.rule.Adam;
import org.gradus.optim.rule.AdamW;
import org.gradus.optim.rule.ClipNorm;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.Schedule;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Optimizers as DL4J updaters: the same steps as in an own loop, DL4J's state and files, and clear refusals. */
class GradusUpdaterTest {
    private static final List<String> ELEMENTWISE = List.of("sgd(lr=0.1)", "sgd(lr=0.1, momentum=0.9, nesterov=true)",
            "adam(lr=0.02)",
            "adam(lr=0.02, epsPlace=uncorrected)", "amsgrad(lr=0.02)", "nadam(lr=0.02)",
            "adagrad(lr=0.1, initialAccumulator=0.1)", "rmsprop(lr=0.01, centered=true, momentum=0.9)", "adadelta",
            "yogi(lr=0.02)",
            "lion(lr=0.01, weightDecay=0)", "sign-sgd(lr=0.01)", "adam(lr=cosine(peak=0.1, steps=20, warmup=3))");

    @TempDir
    private Path folder;

    static Stream<String> elementwise() {
        return ELEMENTWISE.stream();
    }

    /** Layers share their configuration, so DL4J has one block of six parameters; half of the way from a file. */
    @ParameterizedTest
    @MethodSource("elementwise")
    void networksTrainAndGoOnAsInAnOwnLoop(String text) throws Exception {
        Optimizer optimizer = Optimizers.read(text);
        MultiLayerNetwork network = Networks.dense(DataType.FLOAT, GradusUpdater.of(optimizer));
        MultiLayerNetwork byHand = Networks.dense();
        Bound bound = optimizer.bind(Tensors.of(byHand.paramTable()));
        int step = 0;
        for (DataSet batch : Networks.batches(8)) {
            network.fit(batch);
            stepByHand(byHand, bound, batch);
            assertArrayEquals(doubles(byHand.params()), doubles(network.params()), text + " in step " + step);
            if (++step != 4) continue;
            assertEquals(1, ((MultiLayerUpdater) network.getUpdater()).getUpdaterBlocks().size());
            File zip = folder.resolve("network.zip").toFile();
            ModelSerializer.writeModel(network, zip, true);
            network = ModelSerializer.restoreMultiLayerNetwork(zip, true);
        }
    }

    private static void stepByHand(MultiLayerNetwork network, Bound bound, DataSet batch) {
        network.setInput(batch.getFeatures());
        network.setLabels(batch.getLabels());
        network.computeGradientAndScore();
        network.gradient().gradient().divi(batch.numExamples());
        bound.step(Tensors.of(network.gradient().gradientForVariable()));
    }

    /** What depends on the tensor, and routes: one updater a parameter. */
    @ParameterizedTest
    @ValueSource(strings = {"sm3(lr=0.1)", "sm3(lr=0.1, variant=I, momentum=0.9)", "clipped", "route"})
    void installedUpdatersSeeTheirTensors(String text) throws Exception {
        Optimizer optimizer = switch (text) {
            case "clipped" -> Chain.of(ClipNorm.of(0.01), Adam.of(0.02));
            case "route" -> Route.when("matrices", Parameter.matrices(), Optimizers.read("sm3(lr=0.1)"))
                    .and("frozen", Parameter.named("1_b"), Frozen.frozen()).otherwise(Sgd.of(0.1));
            default -> Optimizers.read(text);
        };
        MultiLayerNetwork network = Networks.dense();
        Dl4jUpdaters.install(network, optimizer);
        MultiLayerNetwork byHand = Networks.dense();
        Bound bound = optimizer.bind(Tensors.of(byHand.paramTable()));
        int step = 0;
        for (DataSet batch : Networks.batches(8)) {
            network.fit(batch);
            stepByHand(byHand, bound, batch);
            assertArrayEquals(doubles(byHand.params()), doubles(network.params()), text + " in step " + step);
            if (++step != 4) continue;
            File zip = folder.resolve("network.zip").toFile();
            ModelSerializer.writeModel(network, zip, true);
            network = ModelSerializer.restoreMultiLayerNetwork(zip, true);
        }
    }

    @Test
    void graphsTakeThemToo() {
        ComputationGraph graph = Networks.graph(GradusUpdater.of(Adam.of(0.02)));
        ComputationGraph trained = Networks.graph(new org.nd4j.linalg.learning.config.Sgd(1));
        Dl4jTrainer.attach(trained, Adam.of(0.02));
        for (DataSet batch : Networks.batches(5)) {
            graph.fit(batch);
            trained.fit(batch);
            assertArrayEquals(doubles(trained.params()), doubles(graph.params()));
        }
    }

    /** Statistics between the blocks, weights in both orders; and a clone goes on with its own state. */
    @Test
    void convolutionsAndClonesTrain() {
        MultiLayerNetwork network = Networks.convolutional(GradusUpdater.of(Adam.of(0.02)));
        MultiLayerNetwork trained = Networks.convolutional(new org.nd4j.linalg.learning.config.Sgd(1));
        Dl4jTrainer.attach(trained, Adam.of(0.02));
        List<DataSet> batches = Networks.batches(6, DataType.FLOAT, 1, 4, 4);
        batches.subList(0, 3).forEach(network::fit);
        MultiLayerNetwork clone = network.clone();
        clone.getLayerWiseConfigurations().setIterationCount(3);
        batches.subList(3, 6).forEach(network::fit);
        batches.subList(3, 6).forEach(clone::fit);
        batches.forEach(trained::fit);
        assertArrayEquals(doubles(trained.params()), doubles(network.params()));
        assertArrayEquals(doubles(network.params()), doubles(clone.params()));
    }

    /** What the refusal of adamw recommends is adamw. */
    @Test
    void decoupledDecayIsDl4jsOwn() {
        InvalidInput refused = assertThrows(InvalidInput.class, () -> GradusUpdater.of(AdamW.of(0.02)));
        assertTrue(refused.getMessage().contains("set weightDecay to 0 and add .weightDecay("), refused.getMessage());
        // The builder of a whole network enters weight decay twice in DL4J 1.0.0-M2.1; those of layers enter it once.
        MultiLayerNetwork network = Networks.dense(Networks.configuration(DataType.FLOAT,
                GradusUpdater.of(AdamW.of(0.02).with("weightDecay", 0))).weightDecay(0.05));
        MultiLayerNetwork trained = Networks.dense();
        // DL4J decays weights, not biases.
        Dl4jTrainer.attach(trained, Route.when("biases", Parameter.named("*_b"), Adam.of(0.02))
                .otherwise(AdamW.of(0.02).with("weightDecay", 0.1)));
        for (DataSet batch : Networks.batches(10)) {
            network.fit(batch);
            trained.fit(batch);
        }
        assertArrayEquals(doubles(trained.params()), doubles(network.params()), 1e-6);
    }

    @Test
    void configurationsAreJson() {
        GradusUpdater updater = GradusUpdater.of(Chain.of(Optimizers.read("clip-value(maxValue=0.5)"),
                Adam.of(Schedule.parse("cosine(peak=0.1, steps=20)"))));
        MultiLayerNetwork network = Networks.dense(DataType.FLOAT, updater);
        String json = network.getLayerWiseConfigurations().toJson();
        assertEquals(network.getLayerWiseConfigurations(), MultiLayerConfiguration.fromJson(json));
        assertTrue(json.contains("adam(lr=cosine("), json);
        assertEquals(updater, updater.clone());
        assertEquals(updater.hashCode(), updater.clone().hashCode());
        assertNotEquals(updater, GradusUpdater.of(Adam.of(0.1)));
    }

    @Test
    void dl4jMaySetTheRate() {
        MultiLayerNetwork network = Networks.dense(DataType.FLOAT, GradusUpdater.of(Adam.of(0.1)));
        MultiLayerNetwork other = Networks.dense(DataType.FLOAT, GradusUpdater.of(Adam.of(0.02)));
        assertEquals(0.1, network.getLearningRate(0));
        network.setLearningRate(0.02);
        assertEquals(0.02, network.getLearningRate(0));
        List<DataSet> batches = Networks.batches(3);
        network.fit(batches.get(0));
        other.fit(batches.get(0));
        assertArrayEquals(doubles(other.params()), doubles(network.params()));
        network.setLearningRate(new ExponentialSchedule(ScheduleType.ITERATION, 0.04, 0.5));
        other.setLearningRate(0.02);
        network.fit(batches.get(1));
        other.fit(batches.get(1));
        assertArrayEquals(doubles(other.params()), doubles(network.params()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"clip-global-norm(maxNorm=1)", "lamb", "schedule-free(lr=0.1)", "muon", "lora-rite(lr=0.1)",
            "lora-plus(lr=0.1)"})
    void whatNeedsMoreIsRefusedWithTheRemedy(String text) {
        InvalidInput refused = assertThrows(InvalidInput.class, () -> GradusUpdater.of(Optimizers.read(text)));
        assertTrue(refused.getMessage().contains("Dl4jTrainer.attach"), refused.getMessage());
        assertTrue(refused.getMessage().startsWith(text.replaceAll("\\(.*", "")), refused.getMessage());
    }

    @Test
    void shapesRoutesAndOwnRulesAreRefusedWithTheRemedy() {
        assertRefused(Optimizers.read("sm3(lr=0.1)"), "Dl4jUpdaters.install");
        assertRefused(ClipNorm.of(1), "Dl4jUpdaters.install");
        assertRefused(Route.when("all", p -> true, Sgd.of(0.1)), "Dl4jUpdaters.install");
        Rule own = t -> t.gradient().times(0.1);
        assertRefused(own, "Dl4jTrainer.attach");
        MultiLayerNetwork recurrent = Networks.recurrent(new org.nd4j.linalg.learning.config.Sgd(0.1), 5);
        InvalidInput refused = assertThrows(InvalidInput.class, () -> Dl4jUpdaters.install(recurrent,
                Optimizers.read("sm3(lr=0.1)")));
        assertTrue(refused.getMessage().contains("'0_W'"), refused.getMessage());
        MultiLayerNetwork normalized = Networks.convolutional(new org.nd4j.linalg.learning.config.Sgd(0.1));
        refused = assertThrows(InvalidInput.class, () -> Dl4jUpdaters.install(normalized, Optimizers.read("sm3(lr=0.1)")));
        assertTrue(refused.getMessage().contains("'1_"), refused.getMessage());
        normalized.fit(Networks.batches(1, DataType.FLOAT, 1, 4, 4).get(0));
    }

    private static void assertRefused(Optimizer optimizer, String remedy) {
        InvalidInput refused = assertThrows(InvalidInput.class, () -> GradusUpdater.of(optimizer));
        assertTrue(refused.getMessage().contains(remedy), refused.getMessage());
    }

    @Test
    void gradientsThatAreNotFiniteAreRefused() {
        MultiLayerNetwork network = Networks.dense(DataType.FLOAT, GradusUpdater.of(Adam.of(0.1)));
        INDArray before = network.params().dup();
        DataSet bad = Networks.batches(1).get(0);
        bad.getFeatures().putScalar(0, 0, Double.NaN);
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> network.fit(bad));
        assertTrue(refused.getMessage().contains("adam") && refused.getMessage().contains("step 1"), refused.getMessage());
        assertEquals(before, network.params());
    }

    /** As SameDiff's TrainingConfig uses an updater: state by name, gradients of any shape and order. */
    @Test
    void stateByNameGoesOn() {
        GradusUpdater updater = GradusUpdater.of(Adam.of(0.1));
        INDArray view = Nd4j.createUninitialized(DataType.FLOAT, 1, 24);
        GradientUpdater<?> one = updater.instantiate(view, false);
        one.setStateViewArray(view, new long[] {3, 4}, 'c', true);
        INDArray first = array(DataType.FLOAT, 1, 3, 4);
        INDArray second = array(DataType.FLOAT, 2, 4, 3).transpose();
        INDArray w = Nd4j.zeros(DataType.FLOAT, 3, 4);
        Bound bound = Adam.of(0.1).bind(Tensors.of("w", w));
        bound.step(Tensors.of("w", first.dup()));
        one.applyUpdater(first, 0, 0);
        assertEquals(w.neg(), first);
        Map<String, INDArray> state = one.getState();
        GradientUpdater<?> two = updater.instantiate(state, false);
        INDArray before = w.dup();
        bound.step(Tensors.of("w", second.dup('c')));
        two.applyUpdater(second, 1, 0);
        assertArrayEquals(doubles(w), doubles(before.sub(second)));
    }
}
