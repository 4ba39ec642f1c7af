package org.gradus.experiments.bench;

import java.util.List;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;

/** ND4J's own updater and the subtraction that DL4J does after it. It overwrites gradients, which prepare restores. */
final class Nd4jUpdaterStep implements Contender {
    private final List<INDArray> parameters;
    private final List<INDArray> originals;
    private final List<INDArray> gradients;
    private final List<GradientUpdater<?>> updaters;
    private int iteration;

    Nd4jUpdaterStep(Workload workload) {
        parameters = rows(workload, 1);
        originals = rows(workload, 0.1);
        gradients = originals.stream().map(INDArray::dup).toList();
        updaters = parameters.stream().<GradientUpdater<?>>map(p -> new Adam(1e-3)
                .instantiate(Nd4j.create(DataType.FLOAT, 1, 2 * workload.elements()), true)).toList();
    }

    private static List<INDArray> rows(Workload workload, double scale) {
        return GradusStep.random(workload, scale).values().stream().map(a -> a.reshape(1, a.length())).toList();
    }

    @Override
    public String name() {
        return "nd4j-updater";
    }

    @Override
    public void prepare() {
        for (int i = 0; i < gradients.size(); i++) gradients.get(i).assign(originals.get(i));
    }

    @Override
    public void step() {
        for (int i = 0; i < parameters.size(); i++) {
            updaters.get(i).applyUpdater(gradients.get(i), iteration, 0);
            parameters.get(i).subi(gradients.get(i));
        }
        iteration++;
    }
}
