package org.gradus.optim.samediff;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.optim.Bound;
import org.gradus.optim.Optimizer;
import org.gradus.optim.State;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.api.OutAndGrad;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains the variables of a SameDiff graph by any optimizer: the graph computes its gradients, then all variables move
 * together, in place, in the graph's own memory.
 *
 * <pre>{@code
 * SameDiffTrainer trainer = SameDiffTrainer.of(graph, Lion.of(1e-3));
 * double loss = trainer.step(Map.of("input", x, "label", y));
 * graph.save(file, false);
 * trainer.state().save(state);        // later: of(SameDiff.load(file, false), Lion.of(1e-3), State.load(state))
 * }</pre>
 *
 * <p>Parameters have the names of their variables. Constants and placeholders do not move. The {@code TrainingConfig} of the
 * graph, if any, with its updater and regularization, is not used.
 *
 * <p>In ND4J 1.0.0-M2.1 SameDiff is slow: it interprets the graph operation by operation. On a perceptron of 64, 64 and 10
 * units and batches of 32, the gradients took several hundred times as long as AdamW's step.
 */
public final class SameDiffTrainer {
    private final SameDiff graph;
    private final Bound bound;

    private SameDiffTrainer(SameDiff graph, Bound bound) {
        this.graph = graph;
        this.bound = bound;
    }

    /** A trainer of all variables of floating type that have values; a route of the optimizer may freeze some. */
    public static SameDiffTrainer of(SameDiff graph, Optimizer optimizer) {
        return new SameDiffTrainer(graph, optimizer.bind(parameters(graph)));
    }

    /** As {@link #of(SameDiff, Optimizer)}, going on from a saved state. */
    public static SameDiffTrainer of(SameDiff graph, Optimizer optimizer, State state) {
        return new SameDiffTrainer(graph, optimizer.bind(parameters(graph), state));
    }

    private static Tensors parameters(SameDiff graph) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        for (SDVariable variable : graph.variables()) {
            boolean trained = variable.getVariableType() == VariableType.VARIABLE && variable.dataType().isFPType();
            if (trained) arrays.put(variable.name(), variable.getArr());
        }
        if (arrays.isEmpty()) {
            throw new InvalidInput("the graph has no variables to train; make them with graph.var(name, array)");
        }
        List<String> losses = graph.getLossVariables();
        if (losses == null || losses.isEmpty()) {
            throw new InvalidInput("the graph has no loss; mark it with markAsLoss() or setLossVariables(name)");
        }
        return Tensors.of(arrays);
    }

    /**
     * One step on a minibatch.
     *
     * @param placeholders the values of the graph's placeholders, by name
     * @return the sum of the loss variables before the step
     * @throws InvalidInput if a variable has no gradient, since the loss does not depend on it; nothing has moved then
     */
    public double step(Map<String, INDArray> placeholders) {
        Tensors parameters = bound.parameters();
        OutAndGrad computed = graph.calculateGradientsAndOutputs(placeholders, graph.getLossVariables(), parameters.names());
        Map<String, INDArray> gradients = new LinkedHashMap<>();
        for (String name : parameters.names()) {
            INDArray gradient = computed.getGradients().get(name);
            INDArray array = parameters.get(name);
            if (gradient == null) {
                throw new InvalidInput("variable '" + name + "' has no gradient: the loss does not depend on it; make it a"
                        + " constant (convertToConstant) or remove it");
            }
            if (graph.getVariable(name).getArr() != array) {
                throw new InvalidInput("variable '" + name + "' has another array than when the trainer was made; make a new"
                        + " trainer");
            }
            boolean same = Arrays.equals(gradient.shape(), array.shape());
            gradients.put(name, same ? gradient : gradient.reshape(array.shape()));
        }
        bound.step(Tensors.of(gradients));
        return computed.getOutputs().values().stream().mapToDouble(loss -> loss.sumNumber().doubleValue()).sum();
    }

    /** The optimizer on the graph's variables: its policy for bad gradients, evaluation view, rates in effect. */
    public Bound bound() {
        return bound;
    }

    /** All memory of the optimizer; save it beside the graph. */
    public State state() {
        return bound.state();
    }
}
