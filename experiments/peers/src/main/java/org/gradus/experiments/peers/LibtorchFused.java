package org.gradus.experiments.peers;

import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorType;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.Type;
import org.bytedeco.pytorch.global.torch;
import org.gradus.experiments.bench.Contender;
import org.gradus.experiments.bench.Workload;

/**
 * {@code aten::_fused_adamw_} on the list of tensors. The Java presets do not bind it, so it is called by name with
 * its arguments on a stack. All tensors share one step counter, which spares it an increment for each.
 */
final class LibtorchFused implements Contender {
    private final OperatorHandle kernel;
    private final IValueVector arguments;
    private final IValueVector stack;
    private final Tensor step;
    private final Scalar one;

    LibtorchFused(Workload workload) {
        try (PointerScope scope = new PointerScope()) {
            TensorVector parameters = new TensorVector();
            TensorVector gradients = new TensorVector();
            TensorVector mu = new TensorVector();
            TensorVector nu = new TensorVector();
            TensorVector steps = new TensorVector();
            step = torch.zeros(new long[0]);
            one = new Scalar(1.0);
            for (int i = 0; i < workload.tensors(); i++) {
                parameters.push_back(torch.randn(workload.elements()));
                gradients.push_back(torch.randn(workload.elements()).mul(new Scalar(0.1)));
                mu.push_back(torch.zeros(workload.elements()));
                nu.push_back(torch.zeros(workload.elements()));
                steps.push_back(step);
            }
            kernel = Dispatcher.singleton().findSchemaOrThrow("aten::_fused_adamw_", "");
            arguments = new IValueVector();
            TensorVector noMaxima = new TensorVector();
            for (TensorVector list : List.of(parameters, gradients, mu, nu, noMaxima, steps)) arguments.push_back(value(list));
            // lr, beta1, beta2, weight_decay, eps
            for (double x : new double[] {1e-3, 0.9, 0.999, 0.01, 1e-8}) arguments.push_back(new IValue(x));
            // amsgrad, maximize, grad_scale, found_inf
            arguments.push_back(new IValue(false)).push_back(new IValue(false));
            arguments.push_back(new IValue()).push_back(new IValue());
            stack = new IValueVector();
            for (Pointer kept : new Pointer[] {kernel, arguments, stack, step, one}) kept.retainReference();
        }
    }

    private static IValue value(TensorVector tensors) {
        GenericList list = new GenericList(new Type.TypePtr(TensorType.get()));
        for (long i = 0; i < tensors.size(); i++) list.push_back(new IValue(tensors.get(i)));
        return new IValue(list);
    }

    @Override
    public String name() {
        return "libtorch-fused";
    }

    @Override
    public void step() {
        // In place: returns its own receiver, which is not to be closed. The call consumes the stack.
        step.add_(one);
        stack.put(arguments);
        kernel.callBoxed(stack);
    }

    @Override
    public void close() {
        for (Pointer kept : new Pointer[] {stack, arguments, step, one, kernel}) kept.releaseReference();
    }
}
