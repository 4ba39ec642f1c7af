package org.gradus.optim.cuda;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Where on the card the elements of arrays are: in copies of our own, or where ND4J's CUDA back end has them. */
interface Residence extends AutoCloseable {
    /** The address of a parameter or an array of state, which stays; elements follow each other as the parameter's do. */
    long address(String name, INDArray array, INDArray parameter);

    /** The address of a gradient with the elements of this step. */
    long gradient(String name, INDArray gradient, INDArray parameter);

    /** Before a step: what the host has written since the last one is brought to the card. */
    void enter(List<INDArray> arrays);

    /** After a step: the card has written these. */
    void written(List<INDArray> arrays);

    /** Makes the host's array equal to what is on the card. */
    void fetch(INDArray array);

    @Override
    void close();
}
