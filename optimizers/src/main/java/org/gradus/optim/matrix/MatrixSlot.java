package org.gradus.optim.matrix;

import org.nd4j.linalg.api.buffer.DataType;

/**
 * An array of state.
 *
 * @param slot its name without stage and factor: {@code "mu"}
 * @param factor the parameter that it belongs to
 */
public record MatrixSlot(String slot, String factor, DataType type, long[] shape) {
    /** Of the factor's own type and shape. */
    public static MatrixSlot like(String slot, Factor factor) {
        return new MatrixSlot(slot, factor.name(), factor.array().dataType(), factor.array().shape());
    }

    /** A small matrix in float64, whatever the type of the factor. */
    public static MatrixSlot float64(String slot, Factor factor, long... shape) {
        return new MatrixSlot(slot, factor.name(), DataType.DOUBLE, shape);
    }

    /** The name in the state, without the stage. */
    public String name() {
        return slot + "/" + factor;
    }
}
