package org.gradus.optim.problem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.problem.LoraNetwork.Adaptation;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What holds for every problem. */
class ProblemContractTest {
    /** A problem of either type. */
    record Case(String name, Function<DataType, Problem> make) {
        Problem of(DataType type) {
            return make.apply(type);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> problems() {
        INDArray matrix = Nd4j.createFromArray(Samples.matrix(141, 7, 3));
        INDArray targets = Nd4j.createFromArray(Samples.matrix(1, 141, 4)[0]);
        Examples binary = Samples.examples(141, 6, 2, 5);
        Examples several = Samples.examples(141, 6, 5, 6);
        double[] spectrum = Quadratic.logSpaced(9, 0.1, 10);
        return Stream.of(
                new Case("diagonal", t -> Quadratic.diagonal(spectrum, t).centeredAt(1, 2, 3, 4, 5, 6, 7, 8, 9)),
                new Case("rotated", t -> Quadratic.rotated(spectrum, 8, t)),
                new Case("planar", t -> Quadratic.planar(1, 30, 0.6, t).centeredAt(-2, 1)),
                new Case("least squares", t -> new LeastSquares(matrix, targets, 0, t)),
                new Case("ridge", t -> new LeastSquares(matrix, targets, 0.3, t)),
                new Case("logistic", t -> new LogisticRegression(binary, 0.01, t)),
                new Case("softmax", t -> new SoftmaxRegression(several, several, 0.02, t)),
                new Case("tanh", t ->
                        new MultilayerPerceptron(several, several, List.of(5, 4), Activation.TANH, 0.03, t)),
                new Case("relu", t -> new MultilayerPerceptron(several, List.of(11), Activation.RELU, 0, t)),
                new Case("no hidden layer", t -> new MultilayerPerceptron(several, List.of(), Activation.RELU, 0, t)),
                new Case("bytes", t -> bytes(List.of(6, 5), Activation.TANH, t)),
                new Case("bytes, no hidden layer", t -> bytes(List.of(), Activation.RELU, t)),
                new Case("lora", t -> lora(several, new Adaptation(List.of(), 2, 0.5, 3, false), t)),
                new Case("lora and biases", t -> lora(several, new Adaptation(List.of(0, 2), 3, 2, 1, true), t)));
    }

    private static Problem bytes(List<Integer> hidden, Activation activation, DataType type) {
        Examples examples = ByteTextTest.sentence(141, 3);
        return new ByteLanguageModel(examples, examples, 2, hidden, activation, type);
    }

    private static Problem lora(Examples examples, Adaptation adaptation, DataType type) {
        Tensors trained = new MultilayerPerceptron(examples, List.of(5, 4), Activation.TANH, 0, DataType.DOUBLE).start(1);
        return new LoraNetwork(examples, examples, trained, Activation.TANH, adaptation, type);
    }

    @ParameterizedTest
    @MethodSource("problems")
    void gradientMatchesCentralDifferences(Case c) {
        Problem problem = c.of(DataType.DOUBLE);
        for (long seed = 1; seed <= 2; seed++) {
            Tensors parameters = Samples.perturbed(problem, seed);
            Derivatives.assertGradient(problem, parameters, null);
            if (problem.examples() > 0) Derivatives.assertGradient(problem, parameters, new int[] {140, 3, 77, 3, 0});
        }
    }

    @ParameterizedTest
    @MethodSource("problems")
    void lossOfAllExamplesIsTheLoss(Case c) {
        Problem problem = c.of(DataType.DOUBLE);
        Tensors parameters = Samples.perturbed(problem, 3);
        Tensors all = parameters.zeros();
        double loss = problem.loss(parameters);
        assertEquals(loss, problem.lossAndGradient(parameters, all, null));
        if (problem.examples() == 0) return;
        Tensors listed = parameters.zeros();
        int[] everyOne = IntStream.range(0, problem.examples()).toArray();
        assertEquals(loss, problem.lossAndGradient(parameters, listed, everyOne));
        for (String name : all.names()) assertEquals(all.get(name), listed.get(name));
    }

    @ParameterizedTest
    @MethodSource("problems")
    void batchesOfAnEpochAverageToTheWhole(Case c) {
        Problem problem = c.of(DataType.DOUBLE);
        if (problem.examples() == 0) return;
        Tensors parameters = Samples.perturbed(problem, 4);
        Tensors gradient = parameters.zeros();
        double loss = problem.lossAndGradient(parameters, gradient, null);
        Batches batches = new Batches(problem.examples(), 40, 9);
        Tensors sum = parameters.zeros();
        Tensors part = parameters.zeros();
        double losses = 0;
        for (int step = 0; step < batches.perEpoch(); step++) {
            int[] batch = batches.at(step);
            double weight = (double) batch.length / problem.examples();
            losses += weight * problem.lossAndGradient(parameters, part, batch);
            for (String name : sum.names()) sum.get(name).addi(part.get(name).mul(weight));
        }
        assertEquals(loss, losses, 1e-13 * Math.abs(loss));
        for (String name : sum.names()) assertTrue(gradient.get(name).equalsWithEps(sum.get(name), 1e-13));
    }

    @ParameterizedTest
    @MethodSource("problems")
    void float32IsTheRoundedFloat64(Case c) {
        Problem narrow = c.of(DataType.FLOAT);
        Problem wide = c.of(DataType.DOUBLE);
        Tensors parameters = Samples.perturbed(narrow, 5);
        Tensors same = Samples.as(DataType.DOUBLE, parameters);
        Tensors gradient = parameters.zeros();
        Tensors exact = same.zeros();
        assertEquals(wide.lossAndGradient(same, exact, null), narrow.lossAndGradient(parameters, gradient, null));
        for (String name : exact.names()) {
            assertEquals(DataType.FLOAT, gradient.get(name).dataType());
            assertArrayEquals(exact.get(name).castTo(DataType.FLOAT).ravel().toFloatVector(),
                    gradient.get(name).ravel().toFloatVector());
        }
    }

    @ParameterizedTest
    @MethodSource("problems")
    void startDependsOnTheSeedAlone(Case c) {
        for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            Tensors first = c.of(type).start(7);
            Problem used = c.of(type);
            used.loss(used.start(8));
            Tensors again = used.start(7);
            assertEquals(first.names(), again.names());
            for (String name : first.names()) assertEquals(first.get(name), again.get(name));
            assertNotEquals(first.values(), used.start(8).values());
        }
    }

    @ParameterizedTest
    @MethodSource("problems")
    void parametersAreUntouchedAndGradientsOverwritten(Case c) {
        Problem problem = c.of(DataType.FLOAT);
        Tensors parameters = Samples.perturbed(problem, 6);
        Tensors before = parameters.copy();
        Tensors gradient = parameters.zeros();
        problem.lossAndGradient(parameters, gradient, null);
        Tensors dirty = parameters.zeros();
        dirty.values().forEach(array -> array.assign(Double.NaN));
        problem.lossAndGradient(parameters, dirty, null);
        for (String name : before.names()) {
            assertEquals(before.get(name), parameters.get(name));
            assertEquals(gradient.get(name), dirty.get(name));
        }
    }

    @ParameterizedTest
    @MethodSource("problems")
    void viewsAndColumnMajorArraysGiveTheSame(Case c) {
        for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            Problem problem = c.of(type);
            Tensors parameters = Samples.perturbed(problem, 7);
            Tensors expected = parameters.zeros();
            double loss = problem.lossAndGradient(parameters, expected, null);

            Tensors flat = slicesOfOneVector(parameters);
            Tensors columnMajor = columnMajor(parameters);
            Tensors strided = strided(parameters);
            for (Tensors variant : List.of(flat, columnMajor, strided)) {
                variant.assign(parameters);
                assertEquals(loss, problem.loss(variant));
                problem.lossAndGradient(parameters, variant, null);
                for (String name : expected.names()) assertEquals(expected.get(name), variant.get(name).dup('c'));
            }
        }
    }

    private static Tensors slicesOfOneVector(Tensors like) {
        INDArray vector = Nd4j.zeros(like.values().get(0).dataType(), like.length() + 3);
        Map<String, INDArray> views = new LinkedHashMap<>();
        long[] from = {3};
        like.forEach((name, array) -> {
            INDArray slice = vector.get(NDArrayIndex.interval(from[0], from[0] + array.length()));
            views.put(name, slice.reshape('c', array.shape()));
            from[0] += array.length();
        });
        return Tensors.of(views);
    }

    private static Tensors columnMajor(Tensors like) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        like.forEach((name, array) -> arrays.put(name, Nd4j.create(array.dataType(), array.shape(), 'f')));
        return Tensors.of(arrays);
    }

    private static Tensors strided(Tensors like) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        like.forEach((name, array) -> {
            long[] shape = array.shape().clone();
            shape[shape.length - 1] *= 2;
            INDArray wide = Nd4j.zeros(array.dataType(), shape);
            arrays.put(name, array.rank() == 1 ? wide.get(NDArrayIndex.interval(0, 2, shape[0]))
                    : wide.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 2, shape[1])));
        });
        return Tensors.of(arrays);
    }

    @ParameterizedTest
    @MethodSource("problems")
    void divergedParametersGiveALossThatIsNotFinite(Case c) {
        Problem problem = c.of(DataType.FLOAT);
        Tensors parameters = problem.start(1);
        parameters.values().get(0).assign(Double.NaN);
        assertFalse(Double.isFinite(problem.loss(parameters)));
        assertFalse(Double.isFinite(problem.lossAndGradient(parameters, parameters.zeros(), null)));
        problem.metrics(parameters);
    }

    @ParameterizedTest
    @MethodSource("problems")
    void noPointIsBelowTheOptimum(Case c) {
        Problem problem = c.of(DataType.DOUBLE);
        if (problem.optimum().isEmpty()) return;
        for (long seed = 0; seed < 50; seed++) {
            assertTrue(problem.loss(Samples.perturbed(problem, seed)) >= problem.optimum().getAsDouble());
        }
    }

    @ParameterizedTest
    @MethodSource("problems")
    void wrongArraysAndBatchesAreOneLine(Case c) {
        Problem problem = c.of(DataType.FLOAT);
        Tensors good = problem.start(1);
        Tensors wide = Samples.as(DataType.DOUBLE, good);
        assertTrue(complaint(() -> problem.loss(wide)).contains("is DOUBLE"));
        assertTrue(complaint(() -> problem.lossAndGradient(good, wide, null)).contains("is DOUBLE"));
        assertTrue(complaint(() -> problem.loss(Tensors.of("other", Nd4j.zeros(3)))).contains("unknown array"));
        assertTrue(complaint(() -> problem.lossAndGradient(good, good.copy(), new int[] {-1})).contains("batch"));
        assertTrue(complaint(() -> problem.lossAndGradient(good, good.copy(), new int[0])).contains("null"));
        int beyond = problem.examples();
        assertTrue(complaint(() -> problem.lossAndGradient(good, good.copy(), new int[] {beyond})).contains("batch"));
    }

    static String complaint(Runnable action) {
        String message = assertThrows(InvalidInput.class, action::run).getMessage();
        assertFalse(message.contains("\n"), message);
        return message;
    }
}
