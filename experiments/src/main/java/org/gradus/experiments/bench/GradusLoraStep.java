package org.gradus.experiments.bench;

import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.gradus.optim.Optimizer;
import org.gradus.optim.execute.Fused;
import org.gradus.optim.tensor.LoraPair;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A Gradus optimizer of pairs, as PEFT stores them. */
final class GradusLoraStep implements LoraContender {
    private final GradusStep step;

    GradusLoraStep(String name, Optimizer optimizer, LoraWorkload workload, Fused executor) {
        Tensors parameters = pairs(workload, (i, up) -> up ? workload.up(i) : workload.down(i));
        Tensors gradients = pairs(workload, (i, up) -> up ? workload.upGradient(i) : workload.downGradient(i));
        step = new GradusStep(name, optimizer, parameters, gradients, executor);
    }

    private static Tensors pairs(LoraWorkload workload, BiFunction<Integer, Boolean, float[]> values) {
        return Tensors.of(IntStream.range(0, workload.pairs()).mapToObj(i -> LoraPair.peft("pair" + i,
                array(values.apply(i, true), workload.m(), workload.r()),
                array(values.apply(i, false), workload.r(), workload.n()))).toArray(LoraPair[]::new));
    }

    private static INDArray array(float[] values, int rows, int columns) {
        return Nd4j.create(values, new int[] {rows, columns});
    }

    @Override
    public String name() {
        return step.name();
    }

    @Override
    public void step() {
        step.step();
    }

    @Override
    public float[] factors() {
        INDArray[] flat = step.parameters().values().stream().map(a -> a.dup('c').ravel()).toArray(INDArray[]::new);
        return Nd4j.concat(0, flat).toFloatVector();
    }

    @Override
    public void close() {
        step.close();
    }
}
