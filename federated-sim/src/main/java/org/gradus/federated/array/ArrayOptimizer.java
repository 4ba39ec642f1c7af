package org.gradus.federated.array;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gradus.optim.Optimizer;
import org.gradus.optim.Parameter;
import org.gradus.optim.Rule;
import org.gradus.optim.Stages;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.program.Reduction;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * An optimizer on models that are arrays of float64: the same formulas as {@link Optimizer#bind} runs on ND4J arrays,
 * computed column by column on the heap. It hands out the direction, so that the caller moves the model.
 *
 * <p>All memory of a model is in an {@link ArrayState}; this object only has work space, and belongs to one thread.
 * {@link #fork} gives another thread its own. Gradients are not looked at: what is not finite goes through.
 */
public final class ArrayOptimizer {
    private final Layout layout;
    private final List<ArrayGroup> groups;
    private final Slots slots;
    private final int stateLength;
    private final int trees;

    private ArrayOptimizer(Layout layout, List<ArrayGroup> groups, Slots slots, int stateLength) {
        this.layout = layout;
        this.groups = groups;
        this.slots = slots;
        this.stateLength = stateLength;
        this.trees = groups.isEmpty() ? 0 : groups.get(0).trees();
    }

    /** @throws InvalidInput if the optimizer cannot be traced on this model */
    public static ArrayOptimizer of(Optimizer optimizer, Layout layout) {
        Map<List<String>, List<Integer>> members = new LinkedHashMap<>();
        Map<List<String>, Map<String, Rule>> stages = new LinkedHashMap<>();
        for (int i = 0; i < layout.tensors(); i++) {
            List<Long> shape = Arrays.stream(layout.shape(i)).boxed().toList();
            Optional<Stages> path = Stages.of(optimizer, new Parameter(layout.names().get(i), shape, DataType.DOUBLE));
            if (path.isEmpty()) continue;
            path.get().matrix().keySet().forEach(ArrayOptimizer::reject);
            List<String> key = List.copyOf(path.get().rules().keySet());
            stages.put(key, path.get().rules());
            members.computeIfAbsent(key, k -> new ArrayList<>()).add(i);
        }
        Slots.Builder slots = new Slots.Builder();
        List<ArrayGroup> groups = new ArrayList<>();
        members.forEach((key, list) -> {
            groups.add(new ArrayGroup(Stages.program(stages.get(key)), stages.get(key), layout, list, slots));
        });
        return new ArrayOptimizer(layout, groups, slots.build(), slots.length());
    }

    private static void reject(String matrixMethod) {
        throw new InvalidInput(matrixMethod + " works on whole matrices, which simulations do not have; choose an elementwise"
                + " optimizer");
    }

    /** The same optimizer with work space of its own, for another thread. */
    public ArrayOptimizer fork() {
        return new ArrayOptimizer(layout, groups.stream().map(ArrayGroup::fork).toList(), slots, stateLength);
    }

    /** The names of the state's parts. */
    public Slots slots() {
        return slots;
    }

    /** Numbers of the state of one model. */
    public int stateLength() {
        return stateLength;
    }

    /** Whether each element of the model moves by itself, so that several models are one longer one. */
    public boolean isElementwise() {
        return groups.size() == 1 && groups.get(0).isElementwise() && groups.get(0).members() == layout.tensors()
                && !hasMemory();
    }

    /** Whether a step depends on those before it: by state, or by their number. */
    public boolean hasMemory() {
        return stateLength > 0 || groups.stream().anyMatch(ArrayGroup::usesStep);
    }

    /** Fresh state for a model. */
    public ArrayState newState(double[] model) {
        ArrayState state = new ArrayState(new double[stateLength], 0);
        reset(state.values, model);
        return state;
    }

    private void reset(double[] values, double[] model) {
        for (ArrayGroup group : groups) group.start(values, model);
    }

    /**
     * One step: what is to be subtracted from the model. The state moves on.
     *
     * @param time      what schedules see as the number of the update, from 0
     * @param direction written; where a parameter is frozen, 0
     */
    public void direction(double[] model, double[] gradient, ArrayState state, long time, double[] direction) {
        direction(model, gradient, state, time, direction, 1);
    }

    /** As {@link #direction}, for several models one after the other in one array; see {@link #isElementwise}. */
    public void direction(double[] models, double[] gradients, ArrayState state, long time, double[] directions, int count) {
        if (groups.size() != 1 || groups.get(0).members() != layout.tensors()) Arrays.fill(directions, 0);
        for (ArrayGroup group : groups) group.begin(models, gradients, state, time, directions, count);
        reduceAll();
        for (ArrayGroup group : groups) group.update();
        state.advance();
    }

    /**
     * Runs all reduction passes. A group goes on as far as it can; a reduction over all parameters is complete when every
     * group has given its part.
     */
    private void reduceAll() {
        boolean[] joined = new boolean[trees];
        boolean pending = true;
        while (pending) {
            pending = false;
            for (ArrayGroup group : groups) pending |= group.advance(joined);
            for (int tree = 0; tree < trees; tree++) {
                int number = tree;
                if (!joined[tree] && groups.stream().allMatch(g -> g.hasPart(number))) {
                    join(tree);
                    joined[tree] = true;
                }
            }
        }
    }

    /** Completes a reduction over all parameters from the parts of the groups. */
    private void join(int tree) {
        boolean max = groups.get(0).treeKind(tree) == Reduction.Kind.MAX;
        double total = max ? Double.NEGATIVE_INFINITY : 0;
        for (ArrayGroup group : groups) total = group.joinInto(tree, total, max);
        for (ArrayGroup group : groups) group.joined(tree, total);
    }

    /** The point at which the model is to be evaluated; the model itself (not a copy) where the method has no other. */
    public double[] evaluationPoint(double[] model, ArrayState state, long time) {
        double[] point = null;
        for (ArrayGroup group : groups) {
            if (!group.hasEvaluationPoint()) continue;
            if (point == null) point = model.clone();
            group.evaluationPoint(model, state, time, point);
        }
        return point == null ? model : point;
    }
}
