package org.gradus.optim.execute;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A program on its tensors. The caller evaluates uniforms and combines reductions between the passes. */
public interface Execution {
    /** The gradients of this step, in the order of the tensors, of the parameters' types and shapes. */
    void gradients(List<INDArray> gradients);

    /**
     * Runs one reduction pass.
     *
     * @param pass its number in {@code program.passes()}
     * @param uniforms for each tensor the values of all uniform nodes
     * @param results for each tensor one number a reduction of the program; this pass' entries are written
     */
    void reduce(int pass, double[][] uniforms, double[][] results);

    /** Runs the last pass, which writes parameters and state. */
    void update(double[][] uniforms);
}
