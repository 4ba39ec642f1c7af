package org.gradus.optim.problem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Logistic and softmax regression and the multilayer perceptron. */
class ClassifierTest {
    private static final INDArray LINE = Nd4j.createFromArray(new double[][] {{1}, {-1}, {2}, {-3}});

    /** Newton's method on its own formulas, with the bias as a column of ones, ends where our gradient vanishes. */
    @Test
    void newtonsMinimizerIsOurs() {
        int n = 80;
        double l2 = 0.05;
        Examples examples = Samples.examples(n, 4, 2, 11);
        RealMatrix a = MatrixUtils.createRealMatrix(n, 5);
        a.setSubMatrix(examples.features(DataType.DOUBLE).toDoubleMatrix(), 0, 0);
        for (int i = 0; i < n; i++) a.setEntry(i, 4, 1);
        RealVector theta = MatrixUtils.createRealVector(new double[5]);
        for (int step = 0; step < 20; step++) {
            RealVector gradient = theta.mapMultiply(l2);
            RealMatrix hessian = MatrixUtils.createRealIdentityMatrix(5).scalarMultiply(l2);
            for (int i = 0; i < n; i++) {
                RealVector row = a.getRowVector(i);
                double p = 1 / (1 + Math.exp(-row.dotProduct(theta)));
                gradient = gradient.add(row.mapMultiply((p - examples.label(i)) / n));
                hessian = hessian.add(row.outerProduct(row).scalarMultiply(p * (1 - p) / n));
            }
            theta = theta.subtract(new CholeskyDecomposition(hessian).getSolver().solve(gradient));
        }
        double expected = theta.dotProduct(theta) * l2 / 2;
        for (int i = 0; i < n; i++) {
            double z = a.getRowVector(i).dotProduct(theta);
            expected += Math.log(1 + Math.exp(examples.label(i) == 1 ? -z : z)) / n;
        }

        LogisticRegression problem = new LogisticRegression(examples, l2, DataType.DOUBLE);
        Tensors at = Tensors.of("w", Nd4j.createFromArray(theta.getSubVector(0, 4).toArray()),
                "b", Nd4j.createFromArray(theta.getEntry(4)));
        Tensors gradient = at.zeros();
        assertEquals(expected, problem.lossAndGradient(at, gradient, null), 1e-14);
        assertTrue(gradient.get("w").normmaxNumber().doubleValue() < 1e-14);
        assertTrue(gradient.get("b").normmaxNumber().doubleValue() < 1e-14);

        Tensors descended = problem.start(1);
        for (int step = 0; step < 3000; step++) {
            problem.lossAndGradient(descended, gradient, null);
            Samples.descend(descended, gradient, 0.5);
        }
        assertArrayEquals(theta.getSubVector(0, 4).toArray(), descended.get("w").toDoubleVector(), 1e-8);
        assertEquals(theta.getEntry(4), descended.get("b").getDouble(0), 1e-8);
    }

    @Test
    void logisticIsStableAtHugeLogits() {
        Examples examples = Examples.of(LINE, new int[] {1, 0, 0, 1}, 2);
        LogisticRegression problem = new LogisticRegression(examples, 0, DataType.DOUBLE);
        Tensors at = Tensors.of("w", Nd4j.createFromArray(1e4), "b", Nd4j.createFromArray(0.0));
        Tensors gradient = at.zeros();
        assertEquals((2e4 + 3e4) / 4, problem.lossAndGradient(at, gradient, null));
        assertEquals((2.0 + 3.0) / 4, gradient.get("w").getDouble(0));
    }

    @Test
    void softmaxIsStableAtHugeLogits() {
        Examples examples = Examples.of(LINE, new int[] {0, 1, 1, 0}, 2);
        SoftmaxRegression problem = new SoftmaxRegression(examples, 0, DataType.DOUBLE);
        Tensors at = Tensors.of("W", Nd4j.createFromArray(new double[][] {{1e4, -1e4}}),
                "b", Nd4j.createFromArray(0.0, 0.0));
        Tensors gradient = at.zeros();
        assertEquals((4e4 + 6e4) / 4, problem.lossAndGradient(at, gradient, null));
        assertArrayEquals(new double[] {5.0 / 4, -5.0 / 4}, gradient.get("W").ravel().toDoubleVector());
    }

    /** Two classes of a softmax are a logistic regression on the difference of the logits. */
    @Test
    void softmaxOfTwoClassesIsLogistic() {
        Examples examples = Samples.examples(50, 3, 2, 4);
        Tensors logistic = Samples.perturbed(new LogisticRegression(examples, 0, DataType.DOUBLE), 1);
        INDArray w = logistic.get("w");
        INDArray zero = Nd4j.zeros(DataType.DOUBLE, 3);
        Tensors softmax = Tensors.of("W", Nd4j.stack(1, zero, w),
                "b", Nd4j.createFromArray(0.0, logistic.get("b").getDouble(0)));
        assertEquals(new LogisticRegression(examples, 0, DataType.DOUBLE).loss(logistic),
                new SoftmaxRegression(examples, 0, DataType.DOUBLE).loss(softmax), 1e-14);
    }

    @Test
    void aNetworkWithoutHiddenLayersIsSoftmaxRegression() {
        Examples examples = Samples.examples(50, 3, 4, 4);
        SoftmaxRegression linear = new SoftmaxRegression(examples, 0.1, DataType.DOUBLE);
        Tensors at = Samples.perturbed(linear, 1);
        MultilayerPerceptron network =
                new MultilayerPerceptron(examples, List.of(), Activation.TANH, 0.1, DataType.DOUBLE);
        assertEquals(linear.loss(at), network.loss(Tensors.of("layer0.W", at.get("W"), "layer0.b", at.get("b"))));
    }

    @Test
    void metricsAreOfTheHeldOutPart() {
        Examples train = Examples.of(LINE, new int[] {1, 0, 1, 0}, 2);
        Examples test = Examples.of(LINE, new int[] {1, 0, 1, 1}, 2);
        LogisticRegression problem = new LogisticRegression(train, test, 0.5, DataType.DOUBLE);
        Tensors at = Tensors.of("w", Nd4j.createFromArray(1.0), "b", Nd4j.createFromArray(0.0));
        double expected = (2 * Math.log1p(Math.exp(-1)) + Math.log1p(Math.exp(-2)) + Math.log1p(Math.exp(3))) / 4;
        Map<String, Double> metrics = problem.metrics(at);
        assertEquals(List.of("testLoss", "testAccuracy"), List.copyOf(metrics.keySet()));
        assertEquals(expected, metrics.get("testLoss"), 1e-15);
        assertEquals(0.75, metrics.get("testAccuracy"));
        assertEquals(Map.of(), new LogisticRegression(train, 0.5, DataType.DOUBLE).metrics(at));
    }

    @Test
    void weightsStartAtTheVarianceOfGlorotAndHe() {
        Examples examples = Samples.examples(5, 100, 10, 1);
        Tensors tanh = new MultilayerPerceptron(examples, List.of(300), Activation.TANH, 0, DataType.DOUBLE).start(1);
        Tensors relu = new MultilayerPerceptron(examples, List.of(300), Activation.RELU, 0, DataType.DOUBLE).start(1);
        assertEquals(List.of("layer0.W", "layer0.b", "layer1.W", "layer1.b"), tanh.names());
        assertEquals(2.0 / 400, tanh.get("layer0.W").varNumber().doubleValue(), 1e-4);
        assertEquals(2.0 / 100, relu.get("layer0.W").varNumber().doubleValue(), 4e-4);
        assertEquals(2.0 / 310, relu.get("layer1.W").varNumber().doubleValue(), 3e-4);
        assertEquals(0, relu.get("layer1.b").normmaxNumber().doubleValue());
    }

    @Test
    void badInputIsOneLine() {
        DataType type = DataType.FLOAT;
        Examples binary = Samples.examples(4, 3, 2, 1);
        Examples several = Samples.examples(4, 3, 5, 1);
        assertTrue(ProblemContractTest.complaint(() -> new LogisticRegression(several, 0, type)).contains("2 classes"));
        assertTrue(ProblemContractTest.complaint(() -> new LogisticRegression(binary, -1, type)).contains("l2"));
        assertTrue(ProblemContractTest.complaint(() -> new SoftmaxRegression(several, binary, 0, type))
                .contains("test part"));
        assertTrue(ProblemContractTest.complaint(() -> new SoftmaxRegression(several, 0, DataType.FLOAT16))
                .contains("FLOAT or DOUBLE"));
        assertTrue(ProblemContractTest.complaint(() ->
                new MultilayerPerceptron(several, List.of(0), Activation.TANH, 0, type)).contains("hidden"));
    }
}
