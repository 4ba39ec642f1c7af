package org.gradus.experiments.bench;

import java.util.List;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** AdamW as a careful user writes it with ND4J's operations: in place, with two scratch arrays. */
final class Nd4jOperationsStep implements Contender {
    private static final double LR = 1e-3;
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;

    private final List<INDArray> parameters;
    private final List<INDArray> gradients;
    private final List<INDArray> mu;
    private final List<INDArray> nu;
    private final INDArray a;
    private final INDArray b;
    private long t;

    Nd4jOperationsStep(Workload workload) {
        Tensors start = GradusStep.random(workload, 1);
        parameters = start.values();
        gradients = GradusStep.random(workload, 0.1).values();
        mu = start.zeros().values();
        nu = start.zeros().values();
        a = parameters.get(0).dup();
        b = parameters.get(0).dup();
    }

    @Override
    public String name() {
        return "nd4j-operations";
    }

    @Override
    public void step() {
        t++;
        double rate = LR / (1 - Math.pow(BETA1, t));
        double root = Math.sqrt(1 - Math.pow(BETA2, t));
        for (int i = 0; i < parameters.size(); i++) {
            INDArray g = gradients.get(i);
            parameters.get(i).muli(1 - LR * 0.01);
            g.muli(1 - BETA1, a);
            mu.get(i).muli(BETA1).addi(a);
            g.muli(g, a).muli(1 - BETA2);
            nu.get(i).muli(BETA2).addi(a);
            a.assign(nu.get(i));
            Transforms.sqrt(a, false).divi(root).addi(1e-8);
            mu.get(i).divi(a, b).muli(rate);
            parameters.get(i).subi(b);
        }
    }
}
