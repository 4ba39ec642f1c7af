package org.gradus.optim.matrix;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The state of a matrix method, by the names it gave. */
public interface MatrixMemory {
    INDArray array(String slot, Factor factor);

    /** A number of the state, live: element 0 is read and written. */
    double[] number(String name);
}
