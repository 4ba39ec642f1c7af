package org.gradus.experiments.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.problem.Activation;
import org.gradus.optim.problem.Batches;
import org.gradus.optim.problem.Examples;
import org.gradus.optim.problem.LogisticRegression;
import org.gradus.optim.problem.MultilayerPerceptron;
import org.gradus.optim.problem.Problem;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class DatasetTest {
    private static int[] counts(Examples examples) {
        int[] counts = new int[examples.classes()];
        for (int label : examples.labels()) counts[label]++;
        return counts;
    }

    @Test
    void digitsAreTheKnownOnes() {
        Dataset digits = Digits.load();
        assertEquals(1797, digits.all().size());
        assertEquals(64, digits.all().inputs());
        assertArrayEquals(new int[] {178, 182, 177, 183, 181, 182, 181, 179, 174, 180}, counts(digits.all()));
        INDArray features = digits.all().features(DataType.DOUBLE);
        assertEquals(0, features.minNumber().doubleValue());
        assertEquals(1, features.maxNumber().doubleValue());
        double[] firstRow = {0, 0, 5, 13, 9, 1, 0, 0};
        for (int j = 0; j < 8; j++) assertEquals(firstRow[j] / 16, features.getDouble(0, j));
        assertEquals(8, digits.all().label(1796));
        assertSame(digits, Digits.load());
    }

    @Test
    void addressesAreTheKnownOnes() {
        List<Addresses.President> presidents = Addresses.load();
        assertEquals(43, presidents.size());
        assertEquals("George Washington", presidents.get(0).name());
        assertEquals("Joseph R Biden", presidents.get(42).name());
        assertTrue(new String(presidents.get(0).text(), StandardCharsets.UTF_8).startsWith("Fellow-Citizens of the Senate"));
        assertEquals(10_761_348, presidents.stream().mapToInt(p -> p.text().length).sum());
        String message = assertThrows(InvalidInput.class, () -> Addresses.parse(List.of("{}"))).getMessage();
        assertTrue(message.contains("1 lines"), message);
    }

    @Test
    void breastCancerCasesAreTheKnownOnes() {
        Dataset raw = BreastCancer.loadRaw();
        assertEquals(569, raw.all().size());
        assertEquals(30, raw.all().inputs());
        assertArrayEquals(new int[] {212, 357}, counts(raw.all()));
        assertEquals(List.of("malignant", "benign"), raw.classes());
        assertEquals(17.99, raw.all().features(DataType.DOUBLE).getDouble(0, 0));
    }

    @Test
    void standardisingIsByTheTrainingPart() {
        Dataset data = BreastCancer.load();
        INDArray train = data.train().features(DataType.DOUBLE);
        assertTrue(train.mean(0).normmaxNumber().doubleValue() < 1e-12);
        assertTrue(train.var(false, 0).sub(1).normmaxNumber().doubleValue() < 1e-12);
        assertTrue(data.test().features(DataType.DOUBLE).mean(0).normmaxNumber().doubleValue() > 1e-3);
        assertArrayEquals(BreastCancer.loadRaw().test().labels(), data.test().labels());
    }

    @Test
    void splitsAreStratifiedAndComplete() {
        for (Dataset data : List.of(Digits.load(), BreastCancer.load())) {
            int[] labels = data.all().labels();
            Split split = Split.stratified(labels, 0);
            int[] both = IntStream.concat(IntStream.of(split.train()), IntStream.of(split.test())).sorted().toArray();
            assertArrayEquals(IntStream.range(0, labels.length).toArray(), both);
            int[] all = counts(data.all());
            int[] test = counts(data.test());
            for (int c = 0; c < all.length; c++) assertEquals(all[c] / 5.0, test[c], 1);
            assertFalse(Arrays.equals(split.test(), Split.stratified(labels, 1).test()));
        }
        assertEquals(1437, Digits.load().train().size());
        assertEquals(360, Digits.load().test().size());
        assertEquals(455, BreastCancer.load().train().size());
        assertEquals(114, BreastCancer.load().test().size());
    }

    @Test
    void aNetworkLearnsTheDigits() {
        Dataset digits = Digits.load();
        Problem problem = new MultilayerPerceptron(digits.train(), digits.test(), List.of(32), Activation.TANH, 0,
                DataType.FLOAT);
        assertTrue(descend(problem, 3000, 0.5) > 0.95);
    }

    @Test
    void aLinearModelLearnsTheCancerCases() {
        Dataset data = BreastCancer.load();
        assertTrue(descend(new LogisticRegression(data.train(), data.test(), 1e-3, DataType.FLOAT), 500, 0.1) > 0.93);
    }

    /**
     * The test accuracy after plain gradient steps on batches of 64. They go element by element: native operations of
     * many threads stall where processors are shared.
     */
    private static double descend(Problem problem, int steps, double rate) {
        Tensors parameters = problem.start(1);
        Tensors gradients = parameters.zeros();
        Batches batches = new Batches(problem.examples(), 64, 1);
        for (int step = 0; step < steps; step++) {
            problem.lossAndGradient(parameters, gradients, batches.at(step));
            parameters.forEach((name, x) -> {
                for (long i = 0; i < x.length(); i++) {
                    x.data().put(i, x.data().getDouble(i) - rate * gradients.get(name).data().getDouble(i));
                }
            });
        }
        return problem.metrics(parameters).get("testAccuracy");
    }

    @Test
    void brokenFilesAreOneLine() {
        List<String> digits = DataFile.lines("digits.csv.gz");
        List<String> cancer = DataFile.lines("breast_cancer.csv");
        assertTrue(complaint(() -> Digits.parse(digits.subList(1, 1797))).contains("1796 rows"));
        assertTrue(complaint(() -> Digits.parse(changed(digits, 4, "1,2"))).contains("line 5: 2 columns"));
        assertTrue(complaint(() -> Digits.parse(changed(digits, 4, digits.get(4).replaceFirst("0", "17"))))
                .contains("line 5: column 1 is out of range: 17"));
        assertTrue(complaint(() -> Digits.parse(changed(digits, 0, digits.get(0).replaceFirst("0$", "10"))))
                .contains("column 65"));
        assertTrue(complaint(() -> Digits.parse(changed(digits, 0, digits.get(0).replaceFirst("0", "x"))))
                .contains("'x' is not a number"));
        assertTrue(complaint(() -> BreastCancer.parse(cancer.subList(1, 570))).contains("does not begin"));
        assertTrue(complaint(() -> BreastCancer.parse(changed(cancer, 1, cancer.get(1).replaceFirst("17.99", "NaN"))))
                .contains("line 2: column 1"));
        assertTrue(complaint(() -> DataFile.lines("absent.csv")).contains("absent.csv"));
    }

    private static List<String> changed(List<String> lines, int index, String line) {
        List<String> copy = new ArrayList<>(lines);
        copy.set(index, line);
        return copy;
    }

    private static String complaint(Runnable action) {
        String message = assertThrows(InvalidInput.class, action::run).getMessage();
        assertFalse(message.contains("\n"), message);
        return message;
    }
}
