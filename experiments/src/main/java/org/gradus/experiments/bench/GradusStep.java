package org.gradus.experiments.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gradus.optim.Bound;
import org.gradus.optim.Optimizer;
import org.gradus.optim.execute.Fused;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A Gradus optimizer, by the executor that users get or by another one. */
final class GradusStep implements Contender {
    private final String name;
    private final Bound bound;
    private final Tensors gradients;

    GradusStep(String name, Optimizer optimizer, Workload workload, Fused executor) {
        this(name, optimizer, random(workload, 1), random(workload, 0.1), executor);
    }

    GradusStep(String name, Optimizer optimizer, Tensors parameters, Tensors gradients, Fused executor) {
        this.name = name;
        this.gradients = gradients;
        this.bound = new Bound(optimizer, parameters, optimizer.init(parameters), executor);
    }

    static Tensors random(Workload workload, double scale) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        for (int i = 0; i < workload.tensors(); i++) {
            arrays.put("tensor" + i, Nd4j.randn(DataType.FLOAT, workload.elements()).muli(scale));
        }
        return Tensors.of(arrays);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void step() {
        bound.step(gradients);
    }

    Tensors parameters() {
        return bound.parameters();
    }

    @Override
    public void close() {
        bound.parameters().values().forEach(INDArray::close);
        bound.state().arrays().values().forEach(INDArray::close);
        gradients.values().forEach(INDArray::close);
    }
}
