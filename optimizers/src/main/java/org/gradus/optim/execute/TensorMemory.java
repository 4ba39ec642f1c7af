package org.gradus.optim.execute;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One parameter and its state.
 *
 * @param state for each slot of the program its arrays: one for an element slot, one an axis for a cover, none for a
 *     scalar
 */
public record TensorMemory(String name, INDArray parameter, List<List<INDArray>> state) {}
