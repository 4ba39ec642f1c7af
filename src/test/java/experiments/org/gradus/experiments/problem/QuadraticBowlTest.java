package org.gradus.experiments.problem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.gradus.optim.Bound;
import org.gradus.optim.Optimizer;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.problem.Problem;
import org.gradus.optim.problem.Quadratic;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class QuadraticBowlTest {
    private static Problem bowl(Map<String, Object> options) {
        return Problems.CATALOGUE.read("quadratic", options).make(DataType.DOUBLE);
    }

    private static double[][] hessian(Problem problem, int n) {
        double[][] q = new double[n][];
        for (int j = 0; j < n; j++) {
            double[] unit = new double[n];
            unit[j] = 1;
            Tensors gradient = Tensors.of("x", Nd4j.zeros(DataType.DOUBLE, n));
            problem.lossAndGradient(Tensors.of("x", Nd4j.createFromArray(unit)), gradient, null);
            q[j] = gradient.get("x").toDoubleVector();
        }
        return q;
    }

    /** A block that leaks into its neighbour, or has another's eigenvalues, would make a study of blocks meaningless. */
    @ParameterizedTest
    @CsvSource({"sorted, 4", "dealt, 4", "sorted, 5", "dealt, 5", "sorted, 1", "dealt, 12"})
    void blocksAreTurnedApartAndKeepTheirEigenvalues(String order, int block) {
        int n = 12;
        double[][] q = hessian(bowl(Map.of("dimension", n, "condition", 100, "block", block, "order", order)), n);
        double[] all = Quadratic.logSpaced(n, 0.01, 1);
        int blocks = (n - 1) / block + 1;
        for (int b = 0; b < blocks; b++) {
            int from = b * block;
            int size = Math.min(block, n - from);
            double[][] part = new double[size][];
            for (int i = 0; i < size; i++) {
                part[i] = Arrays.copyOfRange(q[from + i], from, from + size);
                for (int j = 0; j < n; j++) {
                    if (j < from || j >= from + size) assertEquals(0, q[from + i][j], 1e-15);
                }
            }
            double[] found = new EigenDecomposition(new Array2DRowRealMatrix(part)).getRealEigenvalues();
            Arrays.sort(found);
            if (order.equals("sorted")) assertArrayEquals(Arrays.copyOfRange(all, from, from + size), found, 1e-14);
            else assertEquals(all[b], found[0], 1e-14, "the first cards go one to each block");
        }
        double[] spectrum = new EigenDecomposition(new Array2DRowRealMatrix(q)).getRealEigenvalues();
        Arrays.sort(spectrum);
        assertArrayEquals(all, spectrum, 1e-14);
    }

    /** The headline of the gallery in small: blocks of mixed curvature cost Adam what they do not cost descent. */
    @Test
    void mixedBlocksSlowAdamDownAndNotDescent() {
        String adam = "adam(lr=power(base=1, exponent=-0.5), eps=1e-30)";
        assertTrue(steps(adam, 16, "dealt") > 5 * steps(adam, 1, "dealt"));
        assertTrue(steps(adam, 4, "sorted") < 1.2 * steps(adam, 1, "sorted"));
        assertEquals(1, (double) steps("sgd(lr=1.8)", 16, "dealt") / steps("sgd(lr=1.8)", 1, "dealt"), 0.5);
    }

    private static int steps(String optimizer, int block, String order) {
        Problem problem = bowl(Map.of("dimension", 64, "condition", 1000, "block", block, "order", order));
        Tensors x = problem.start(1);
        Tensors gradient = x.zeros();
        Optimizer read = Optimizers.read(optimizer);
        Bound bound = read.bind(x);
        int step = 0;
        while (problem.lossAndGradient(x, gradient, null) > 1e-5) {
            bound.step(gradient);
            step++;
        }
        return step;
    }

    @Test
    void aBlockFitsTheDimension() {
        String complaint = assertThrows(InvalidInput.class, () -> bowl(Map.of("dimension", 4, "block", 5))).getMessage();
        assertTrue(complaint.contains("block must be from 0 (all together) to dimension, 4"), complaint);
    }
}
