package org.gradus.optim.matrix;

import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A matrix method on its blocks: first it looks, then, if every gradient of the model is finite, it moves. */
public interface MatrixStep {
    /**
     * Looks at the gradients of this step and writes nothing.
     *
     * @param gradients one a factor, block by block
     * @return the number of the first gradient that is not finite, or -1
     */
    int look(List<INDArray> gradients);

    /**
     * Moves the parameters and the state.
     *
     * @param step the number of this step, from 1
     */
    void move(long step);

    /** Adds the scheduled values of the last step, by option name. */
    void hyperparameters(Map<String, Double> values);
}
