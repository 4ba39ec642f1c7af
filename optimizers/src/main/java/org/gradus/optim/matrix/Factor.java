package org.gradus.optim.matrix;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A parameter seen as a matrix of {@code rows x columns}; of a pair's factor the columns are the rank.
 *
 * @param transposed whether the array holds the transpose (PEFT's down factor is r x n)
 */
public record Factor(String name, INDArray array, boolean transposed) {
    public int rows() {
        return Math.toIntExact(size(transposed ? 1 : 0));
    }

    public int columns() {
        return Math.toIntExact(size(transposed ? 0 : 1));
    }

    /** A vector is a matrix of one column. */
    private long size(int axis) {
        return axis < array.rank() ? array.size(axis) : 1;
    }
}
