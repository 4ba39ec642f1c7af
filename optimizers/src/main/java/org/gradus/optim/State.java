package org.gradus.optim;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gradus.optim.io.Safetensors;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.tensor.Tensors;

/**
 * All the memory of an optimizer: named arrays such as {@code adam/mu/layer0.W}, a few named numbers, and the number
 * of steps done. Saved and loaded as a safetensors file; training then goes on to the same bits.
 */
public final class State {
    private static final String FORMAT = "gradus-state-1";
    private static final String SCALAR = "scalar:";

    private Tensors arrays;
    /** Each in an array of its own, so that a step writes it without making an object. */
    private final Map<String, double[]> scalars = new LinkedHashMap<>();
    private long step;
    private long skipped;
    private Bound bound;

    State(Tensors arrays, Map<String, Double> scalars) {
        this.arrays = arrays;
        scalars.forEach((name, value) -> this.scalars.put(name, new double[] {value}));
    }

    /** The arrays by name. Binding a state that was loaded or copied may move them in memory, once. */
    public Tensors arrays() {
        return arrays;
    }

    void place(Tensors arrays) {
        this.arrays = arrays;
    }

    /** Numbers that belong to no parameter, such as the sum of weights of an average; live and in float64. */
    public Map<String, Double> scalars() {
        Map<String, Double> values = new LinkedHashMap<>();
        scalars.forEach((name, cell) -> values.put(name, cell[0]));
        return values;
    }

    double[] scalar(String name) {
        return scalars.get(name);
    }

    /** Steps done so far. */
    public long step() {
        return step;
    }

    /** Steps left out because a gradient was not finite; they do not count as done. */
    public long skipped() {
        return skipped;
    }

    /** Bytes of all arrays and numbers. */
    public long bytes() {
        return arrays.bytes() + 8L * scalars.size();
    }

    void finishStep() {
        step++;
    }

    void skipStep() {
        skipped++;
    }

    /** The optimizer on these parameters with this state; kept, since making one costs far more than a step. */
    Bound bound(Optimizer optimizer, Tensors parameters) {
        if (bound == null || bound.optimizer() != optimizer || bound.parameters() != parameters) {
            bound = new Bound(optimizer, parameters, this);
        }
        return bound;
    }

    /** A copy that evolves on its own. */
    public State copy() {
        State copy = new State(arrays.copy(), scalars());
        copy.step = step;
        copy.skipped = skipped;
        return copy;
    }

    /** Writes the file whole or not at all. */
    public void save(Path file) {
        if (bound != null && bound.isInEvaluationView()) {
            throw new InvalidInput("state cannot be saved inside an evaluation view; close the view first");
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", FORMAT);
        metadata.put("step", Long.toString(step));
        metadata.put("skipped", Long.toString(skipped));
        scalars.forEach((name, cell) -> metadata.put(SCALAR + name, Double.toString(cell[0])));
        Safetensors.write(file, arrays, metadata);
    }

    /** Reads a saved state; {@link Optimizer#bind} checks that it fits. */
    public static State load(Path file) {
        Safetensors read = Safetensors.read(file);
        Map<String, String> metadata = read.metadata();
        if (!FORMAT.equals(metadata.get("format"))) {
            throw new InvalidInput(file + " is no optimizer state: its metadata has no format " + FORMAT);
        }
        Map<String, Double> scalars = new LinkedHashMap<>();
        try {
            metadata.forEach((key, value) -> {
                if (key.startsWith(SCALAR)) scalars.put(key.substring(SCALAR.length()), Double.parseDouble(value));
            });
            State state = new State(read.tensors(), scalars);
            state.step = Long.parseLong(metadata.getOrDefault("step", ""));
            state.skipped = Long.parseLong(metadata.getOrDefault("skipped", ""));
            if (state.step < 0 || state.skipped < 0) throw new NumberFormatException();
            return state;
        } catch (NumberFormatException e) {
            throw new InvalidInput(file + " has no valid step count or number in its metadata");
        }
    }
}
