package org.gradus.optim;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gradus.optim.execute.Executor;
import org.gradus.optim.execute.Fused;
import org.gradus.optim.matrix.MatrixStep;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An optimizer on its parameters and state: the thing that steps. Not for several threads at a time; a step itself
 * uses several where that pays, and gives the same bits with any number of them.
 */
public final class Bound {
    private static final Executor FUSED = new Fused();

    private final Optimizer optimizer;
    private final Tensors parameters;
    private final State state;
    private final GroupStep[] groups;
    private final Binding.MatrixGroup[] matrixGroups;
    private final MatrixStep[] matrixSteps;
    private final boolean[] frozen;
    /** The gradients of the last step: the same objects need no second check of shape and type. */
    private final INDArray[] checked;
    private NonFinite policy = NonFinite.FAIL;
    private boolean inView;

    Bound(Optimizer optimizer, Tensors parameters, State state) {
        this(optimizer, parameters, state, FUSED);
    }

    /** As {@link Optimizer#bind}, by an executor of choice: the reference, or one of so many threads. */
    public Bound(Optimizer optimizer, Tensors parameters, State state, Executor executor) {
        this.optimizer = optimizer;
        this.parameters = parameters;
        this.state = state;
        Binding binding = Binding.of(optimizer, parameters);
        binding.check(state);
        state.place(binding.placed(state.arrays()));
        this.frozen = new boolean[parameters.size()];
        this.checked = new INDArray[parameters.size()];
        Arrays.fill(frozen, true);
        this.groups = binding.groups().stream().map(group -> {
            group.members().forEach(i -> frozen[i] = false);
            return new GroupStep(group, binding.memory(group, state), state, executor);
        }).toArray(GroupStep[]::new);
        this.matrixGroups = binding.matrixGroups().toArray(Binding.MatrixGroup[]::new);
        this.matrixSteps = binding.matrixGroups().stream().map(group -> {
            group.members().forEach(i -> frozen[i] = false);
            return group.method().bind(group.blocks(), binding.memory(group, state), executor);
        }).toArray(MatrixStep[]::new);
    }

    public Optimizer optimizer() {
        return optimizer;
    }

    public Tensors parameters() {
        return parameters;
    }

    public State state() {
        return state;
    }

    /** What happens when a gradient is not finite; {@link NonFinite#FAIL} unless set. */
    public Bound onNonFinite(NonFinite policy) {
        this.policy = Objects.requireNonNull(policy);
        return this;
    }

    /** Each scheduled hyperparameter with the value of the last step: {@code adamw/lr}. */
    public Map<String, Double> hyperparameters() {
        Map<String, Double> values = new LinkedHashMap<>();
        for (GroupStep group : groups) group.hyperparameters(values);
        for (int k = 0; k < matrixSteps.length; k++) {
            Map<String, Double> own = new LinkedHashMap<>();
            matrixSteps[k].hyperparameters(own);
            String stage = matrixGroups[k].stage();
            own.forEach((name, value) -> values.put(stage + "/" + name, value));
        }
        return values;
    }

    /** Moves the parameters by one step, in place. See {@link Optimizer#step}. */
    public void step(Tensors gradients) {
        if (inView) throw new InvalidInput("no step can be made inside an evaluation view; close the view first");
        match(gradients);
        for (GroupStep group : groups) group.begin(checked, state.step() + 1);
        reduceAll();
        NonFiniteGradient offending = nonFinite();
        if (offending != null) {
            if (policy == NonFinite.FAIL) throw offending;
            state.skipStep();
            return;
        }
        for (GroupStep group : groups) group.finish();
        for (MatrixStep step : matrixSteps) step.move(state.step() + 1);
        state.finishStep();
    }

    /** The first gradient that is not finite; otherwise null. Nothing has been written yet. */
    private NonFiniteGradient nonFinite() {
        for (GroupStep group : groups) {
            if (group.nonFinite() >= 0) return group.failure();
        }
        for (int k = 0; k < matrixSteps.length; k++) {
            List<Integer> members = matrixGroups[k].members();
            List<INDArray> gradients = members.stream().map(i -> checked[i]).toList();
            int bad = matrixSteps[k].look(gradients);
            if (bad >= 0) {
                return NonFiniteGradient.of(parameters.names().get(members.get(bad)), gradients.get(bad), state.step() + 1);
            }
        }
        return null;
    }

    /**
     * Runs all reduction passes. A group goes on as far as it can; a sum over the whole tree is complete when every
     * group has given its part.
     */
    private void reduceAll() {
        boolean pending = true;
        while (pending) {
            pending = false;
            for (GroupStep group : groups) pending |= group.advance();
            GroupStep.joinTrees(groups);
        }
    }

    private void match(Tensors gradients) {
        if (gradients == null) throw new InvalidInput("there are no gradients");
        boolean sameOrder = same(gradients.names(), parameters.names());
        if (!sameOrder) {
            for (String name : gradients.names()) {
                if (!parameters.contains(name)) throw new InvalidInput("gradient '" + name + "' belongs to no parameter; there are "
                        + parameters.names());
            }
        }
        for (int i = 0; i < checked.length; i++) {
            String name = parameters.names().get(i);
            if (frozen[i]) continue;
            if (!sameOrder && !gradients.contains(name)) throw new InvalidInput("the gradient of '" + name + "' is missing");
            INDArray gradient = sameOrder ? gradients.values().get(i) : gradients.get(name);
            if (gradient != checked[i]) check(name, parameters.values().get(i), gradient);
            checked[i] = gradient;
        }
    }

    /** As {@code a.equals(b)}, but without an iterator: a step makes no objects. */
    private static boolean same(List<String> a, List<String> b) {
        if (a == b) return true;
        boolean same = a.size() == b.size();
        for (int i = 0; same && i < a.size(); i++) same = a.get(i).equals(b.get(i));
        return same;
    }

    private static void check(String name, INDArray parameter, INDArray gradient) {
        if (!Arrays.equals(parameter.shape(), gradient.shape())) {
            throw new InvalidInput("the gradient of '" + name + "' has shape " + Arrays.toString(gradient.shape())
                    + ", but the parameter has " + Arrays.toString(parameter.shape()));
        }
        if (parameter.dataType() != gradient.dataType()) {
            throw new InvalidInput("the gradient of '" + name + "' has data type " + gradient.dataType()
                    + ", but the parameter has " + parameter.dataType() + "; cast it with castTo");
        }
    }

    boolean isInEvaluationView() {
        return inView;
    }

    /**
     * Puts the parameters at the point where the model is to be evaluated, until it is closed; then they are back,
     * bit for bit. Where that point is the parameters themselves it does nothing. Views do not nest, steps and saves
     * wait until it is closed.
     *
     * <pre>{@code
     * try (var view = bound.evaluationView()) { accuracy = evaluate(model); }
     * }</pre>
     */
    public EvaluationView evaluationView() {
        if (inView) throw new InvalidInput("an evaluation view is open already; close it first");
        Map<INDArray, INDArray> saved = new IdentityHashMap<>();
        for (GroupStep group : groups) group.moveToEvaluationPoint(saved);
        inView = true;
        return new EvaluationView(this, saved);
    }

    void leaveView() {
        inView = false;
    }
}
