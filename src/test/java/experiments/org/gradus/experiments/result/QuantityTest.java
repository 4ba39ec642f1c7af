package org.gradus.experiments.result;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class QuantityTest {
    private static final double INFINITE = Double.POSITIVE_INFINITY;

    /** One run of three that never got there leaves the median where it is. */
    @Test
    void anInfiniteResultMovesOnlyTheQuantilesThatReachIt() {
        double[] values = {INFINITE, 1170, 1168};
        assertEquals(1170, Quantity.quantile(values, 50));
        assertEquals(1168.8, Quantity.quantile(values, 20), 1e-9);
        assertEquals(INFINITE, Quantity.quantile(values, 80));
        assertEquals(INFINITE, values[0], "the argument keeps its order");
        assertEquals(INFINITE, Quantity.quantile(new double[] {1, INFINITE}, 50));
        assertEquals(2.5, Quantity.quantile(new double[] {4, 1, 3, 2}, 50));
    }
}
