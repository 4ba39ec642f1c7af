package org.gradus.federated.array;

/** An optimizer's memory for one model: all of its state in one array, and the number of its steps. */
public final class ArrayState {
    final double[] values;
    private long step;

    /** @param values used, not copied */
    public ArrayState(double[] values, long step) {
        this.values = values;
        this.step = step;
    }

    public double[] values() {
        return values;
    }

    public long step() {
        return step;
    }

    void advance() {
        step++;
    }

    public ArrayState copy() {
        return new ArrayState(values.clone(), step);
    }
}
