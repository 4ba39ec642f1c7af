package org.gradus.experiments.peers;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.gradus.experiments.bench.Contender;
import org.gradus.experiments.bench.Workload;

/** {@code torch::optim::AdamW}, with gradients set. */
final class LibtorchAdamW implements Contender {
    private final AdamW optimizer;
    private final Tensor[] parameters;

    LibtorchAdamW(Workload workload) {
        try (PointerScope scope = new PointerScope()) {
            TensorVector list = new TensorVector();
            parameters = new Tensor[workload.tensors()];
            for (int i = 0; i < parameters.length; i++) {
                Tensor parameter = torch.randn(workload.elements());
                parameter.set_requires_grad(true);
                parameter.mutable_grad().put(torch.randn(workload.elements()).mul(new Scalar(0.1)));
                parameters[i] = parameter;
                list.push_back(parameter);
            }
            AdamWOptions options = new AdamWOptions(1e-3);
            options.weight_decay().put(0.01);
            optimizer = new AdamW(list, options);
            // What is kept outlives the scope; the rest goes with it.
            optimizer.retainReference();
            for (Tensor parameter : parameters) parameter.retainReference();
        }
    }

    @Override
    public String name() {
        return "libtorch-adamw";
    }

    @Override
    public void step() {
        optimizer.step().close();
    }

    @Override
    public void close() {
        optimizer.releaseReference();
        for (Tensor parameter : parameters) parameter.releaseReference();
    }
}
