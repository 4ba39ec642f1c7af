package org.gradus.optim.problem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ExamplesTest {
    private static final INDArray FEATURES = Nd4j.createFromArray(new double[][] {{1, 2}, {3, 4}, {5, 6}});

    @Test
    void keepsItsOwnCopy() {
        INDArray features = FEATURES.dup('f');
        int[] labels = {0, 2, 1};
        Examples examples = Examples.of(features, labels, 3);
        features.assign(0);
        labels[0] = 1;
        assertEquals(FEATURES, examples.features(DataType.DOUBLE));
        assertEquals(DataType.FLOAT, examples.features(DataType.FLOAT).dataType());
        assertArrayEquals(new int[] {0, 2, 1}, examples.labels());
        assertEquals(2, examples.inputs());
        assertEquals(3, examples.size());
        assertEquals(3, examples.classes());
    }

    @Test
    void selectsInOrder() {
        Examples chosen = Examples.of(FEATURES, new int[] {0, 2, 1}, 3).select(new int[] {2, 0});
        assertArrayEquals(new int[] {1, 0}, chosen.labels());
        assertArrayEquals(new double[][] {{5, 6}, {1, 2}}, chosen.features(DataType.DOUBLE).toDoubleMatrix());
        assertEquals(3, chosen.classes());
    }

    @Test
    void oneExampleIsEnough() {
        Examples one = Examples.of(Nd4j.createFromArray(new double[][] {{1, 2}}), new int[] {1}, 2);
        assertArrayEquals(new double[][] {{1, 2}}, one.features(DataType.DOUBLE).toDoubleMatrix());
    }

    @Test
    void badInputIsOneLine() {
        assertEquals("label 3 of example 1 is not in [0, 3)",
                ProblemContractTest.complaint(() -> Examples.of(FEATURES, new int[] {0, 3, 1}, 3)));
        assertTrue(ProblemContractTest.complaint(() -> Examples.of(FEATURES, new int[] {0, -1, 1}, 3)).contains("-1"));
        assertEquals("features have 3 rows, but there are 2 labels; give one label a row",
                ProblemContractTest.complaint(() -> Examples.of(FEATURES, new int[] {0, 1}, 3)));
        INDArray broken = FEATURES.dup();
        broken.putScalar(2, 1, Double.POSITIVE_INFINITY);
        assertEquals("features are not finite: row 2, column 1 is Infinity; remove or impute it",
                ProblemContractTest.complaint(() -> Examples.of(broken, new int[] {0, 1, 1}, 3)));
        assertTrue(ProblemContractTest.complaint(() -> Examples.of(FEATURES.ravel(), new int[6], 3))
                .contains("examples x inputs"));
        assertTrue(ProblemContractTest.complaint(() -> Examples.of(FEATURES, new int[3], 1)).contains("classes"));
        Examples examples = Examples.of(FEATURES, new int[3], 2);
        assertTrue(ProblemContractTest.complaint(() -> examples.select(new int[0])).contains("no example"));
        assertTrue(ProblemContractTest.complaint(() -> examples.select(new int[] {3})).contains("example 3"));
    }
}
