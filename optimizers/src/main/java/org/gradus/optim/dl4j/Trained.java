package org.gradus.optim.dl4j;

import java.util.List;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What an optimizer moves of a network. */
interface Trained {
    Tensors parameters();

    /** Where DL4J leaves its gradients, in one flat array, from now on. */
    void read(INDArray flat);

    /** The stretches of that array that DL4J must find zero after a step, since it subtracts them from the parameters. */
    List<INDArray> cleared(INDArray flat);

    /** The gradients of this step. */
    Tensors gradients();

    /** Called after each step, when the parameters have moved. */
    void moved();

    /** The network's own parameters. */
    final class Weights implements Trained {
        private final NetworkLayout layout;
        private final Tensors parameters;
        private Tensors gradients;

        Weights(NetworkLayout layout) {
            this.layout = layout;
            this.parameters = layout.parameters();
        }

        @Override
        public Tensors parameters() {
            return parameters;
        }

        @Override
        public void read(INDArray flat) {
            gradients = layout.gradients(flat);
        }

        @Override
        public List<INDArray> cleared(INDArray flat) {
            return layout.stretches(flat);
        }

        @Override
        public Tensors gradients() {
            return gradients;
        }

        @Override
        public void moved() {}
    }
}
