package org.gradus.experiments.spec;

import org.nd4j.linalg.api.buffer.DataType;

/** The type of parameters, gradients and optimizer state. */
public enum Precision {
    FLOAT32, FLOAT64;

    public DataType type() {
        return this == FLOAT32 ? DataType.FLOAT : DataType.DOUBLE;
    }
}
