package org.gradus.optim.dl4j;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.program.Slot;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.GradientUpdater;

/** A {@link GradusUpdater} at work on one block of DL4J's gradients, with its state in DL4J's memory. */
final class GradusGradientUpdater implements GradientUpdater<GradusUpdater> {
    private final GradusUpdater config;
    /** By name in the state: {@code 0-adam/mu}, for covers {@code 0-sm3/cover/1}. */
    private final Map<String, INDArray> state = new LinkedHashMap<>();
    private DirectionStep step;
    private long address;

    GradusGradientUpdater(GradusUpdater config) {
        this.config = config;
    }

    @Override
    public GradusUpdater getConfig() {
        return config;
    }

    @Override
    public Map<String, INDArray> getState() {
        return new LinkedHashMap<>(state);
    }

    @Override
    public void setState(Map<String, INDArray> arrays, boolean initialize) {
        List<String> names = new ArrayList<>();
        for (Slot slot : config.rules().slots()) arrays.keySet().stream().filter(n -> isOf(slot, n)).sorted()
                .forEach(names::add);
        if (names.size() != arrays.size() || names.isEmpty() != config.rules().slots().isEmpty()) {
            throw new InvalidInput("the state has arrays " + arrays.keySet() + ", but " + config + " has "
                    + config.rules().slots().stream().map(Slot::name).toList());
        }
        state.clear();
        names.forEach(name -> state.put(name, arrays.get(name)));
        step = null;
        if (initialize) start();
    }

    private static boolean isOf(Slot slot, String name) {
        return name.equals(slot.name()) || slot.kind() == Slot.Kind.COVER && name.startsWith(slot.name() + "/");
    }

    /** The arrays of all slots, one after the other. */
    @Override
    public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
        state.clear();
        step = null;
        long from = 0;
        for (Slot slot : config.rules().slots()) {
            boolean cover = slot.kind() == Slot.Kind.COVER;
            for (int axis = 0; axis < (cover ? shape.length : 1); axis++) {
                long length = cover ? shape[axis] : GradientRules.length(slot, shape);
                INDArray part = view.reshape(view.length()).get(NDArrayIndex.interval(from, from + length));
                state.put(slot.name() + (cover ? "/" + axis : ""), cover ? part : part.reshape(order, shape));
                from += length;
            }
        }
        if (initialize) start();
    }

    private void start() {
        for (Slot slot : config.rules().slots()) {
            state.forEach((name, array) -> {
                if (isOf(slot, name)) array.assign(slot.start());
            });
        }
    }

    @Override
    public void applyUpdater(INDArray gradient, int iteration, int epoch) {
        if (config.rules().program() == null) {
            gradient.assign(0);
            return;
        }
        long now = gradient.data().addressPointer().address();
        if (step == null || now != address || gradient.length() != step.gradient().length()) {
            step = bind(gradient);
            address = now;
        }
        step.apply(iteration + 1L, hyperparameter -> config.value(hyperparameter, iteration, epoch));
    }

    private DirectionStep bind(INDArray gradient) {
        return Outside.workspaces(() -> {
            List<List<INDArray>> slots = new ArrayList<>();
            for (Slot slot : config.rules().program().slots()) {
                slots.add(state.entrySet().stream().filter(e -> isOf(slot, e.getKey())).map(Map.Entry::getValue).toList());
            }
            return new DirectionStep(config.toString(), config.rules().program(), config.shaped(gradient), slots);
        });
    }
}
