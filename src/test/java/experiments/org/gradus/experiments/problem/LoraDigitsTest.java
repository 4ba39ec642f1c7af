package org.gradus.experiments.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.gradus.experiments.data.Digits;
import org.gradus.experiments.problem.LoraDigits.Task;
import org.gradus.optim.Bound;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.problem.Activation;
import org.gradus.optim.problem.Batches;
import org.gradus.optim.problem.Examples;
import org.gradus.optim.problem.MultilayerPerceptron;
import org.gradus.optim.problem.Problem;
import org.gradus.optim.rule.Adam;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class LoraDigitsTest {
    private static Problem problem(Map<String, Object> options) {
        return Problems.CATALOGUE.read("lora-digits", options).make(DataType.FLOAT);
    }

    /** Without that there would be nothing to adapt, or nothing to adapt from. */
    @ParameterizedTest
    @EnumSource(Task.class)
    void theNetworkKnowsItsPartAndLearnsTheOtherThroughThePairsAlone(Task task) {
        TrainedDigits trained = TrainedDigits.of(task, List.of(64));
        Examples known = Digits.load().test();
        if (task == Task.CLASSES) known = known.select(indices(known, 0, 4));
        Map<String, Double> before = new MultilayerPerceptron(known, known, List.of(64), Activation.RELU, 0, DataType.DOUBLE)
                .metrics(trained.network());
        assertTrue(before.get("testAccuracy") > 0.95, "knows " + before);

        Problem problem = problem(Map.of("task", task));
        Tensors parameters = problem.start(1);
        assertTrue(problem.metrics(parameters).get("testAccuracy") < 0.5, "new " + problem.metrics(parameters));
        Tensors gradients = parameters.zeros();
        Bound bound = Adam.of(0.03).bind(parameters);
        Batches batches = new Batches(problem.examples(), 64, 1);
        for (int step = 0; step < 300; step++) {
            problem.lossAndGradient(parameters, gradients, batches.at(step));
            bound.step(gradients);
        }
        assertTrue(problem.metrics(parameters).get("testAccuracy") > 0.8, "learned " + problem.metrics(parameters));
    }

    private static int[] indices(Examples examples, int from, int to) {
        return IntStream.range(0, examples.size())
                .filter(i -> examples.label(i) >= from && examples.label(i) <= to).toArray();
    }

    @Test
    void classesAreSplitAndImagesAreTurnedExactly() {
        TrainedDigits classes = TrainedDigits.of(Task.CLASSES, List.of(64));
        Set<Integer> labels = new HashSet<>();
        for (int label : classes.train().labels()) labels.add(label);
        assertEquals(Set.of(5, 6, 7, 8, 9), labels);

        Examples upright = Digits.load().train();
        Examples turned = TrainedDigits.of(Task.TURNED, List.of(64)).train();
        INDArray image = upright.features(DataType.DOUBLE).getRow(17).reshape(8, 8);
        INDArray on = turned.features(DataType.DOUBLE).getRow(17).reshape(8, 8);
        for (int row = 0; row < 8; row++) {
            // Clockwise: the first row becomes the last column.
            for (int column = 0; column < 8; column++) assertEquals(image.getDouble(row, column), on.getDouble(column, 7 - row));
        }
        assertEquals(upright.label(17), turned.label(17));
    }

    @Test
    void oneNetworkIsTrainedForATaskHoweverItIsAdapted() {
        assertSame(TrainedDigits.of(Task.TURNED, List.of(64)), TrainedDigits.of(Task.TURNED, List.of(64)));
        double loss = problem(Map.of()).loss(problem(Map.of()).start(1));
        assertEquals(loss, problem(Map.of("initialScale", 100)).loss(problem(Map.of("initialScale", 100)).start(2)),
                "every start is the frozen network");
    }

    @Test
    void optionsChooseWhatIsTrained() {
        assertEquals(List.of("layer0.up", "layer0.down", "layer1.up", "layer1.down"), problem(Map.of()).start(1).names());
        Tensors one = problem(Map.of("layers", List.of(1), "rank", 2, "scale", 3, "biases", true)).start(1);
        assertEquals(List.of("layer0.b", "layer1.b", "layer1.up", "layer1.down"), one.names());
        assertEquals(3, one.pairs().get(0).scale());
        assertEquals(2, one.pairs().get(0).rank());
        for (Map<String, Object> bad : List.<Map<String, Object>>of(Map.of("rank", 0), Map.of("initialScale", 0),
                Map.of("hidden", List.of(0)), Map.of("rank", 11), Map.of("layers", List.of(2)))) {
            assertEquals(1, assertThrows(InvalidInput.class, () -> problem(bad)).getMessage().lines().count());
        }
    }
}
