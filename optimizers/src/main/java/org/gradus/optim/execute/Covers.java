package org.gradus.optim.execute;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Slice maxima of one tensor (SM3): one vector an axis; an element is covered by one entry of each. A step works on
 * heap copies of the vectors, in float64 and rounded to the state's type.
 */
final class Covers {
    private final long[] shape;
    private final Memory[] memories;
    private final double[][] entries;
    private final double[][] maxima;
    private final int[] index;
    private final boolean floats;
    private final float[] narrow;

    /** @param arrays one vector an axis, in the tensor's own order of axes */
    Covers(String name, Layout layout, List<INDArray> arrays) {
        boolean scalar = layout.shape().length == 0;
        this.shape = scalar ? new long[] {1} : layout.shape();
        this.floats = arrays.get(0).dataType() == DataType.FLOAT;
        this.memories = new Memory[shape.length];
        this.entries = new double[shape.length][];
        this.maxima = new double[shape.length][];
        this.index = new int[shape.length];
        this.narrow = new float[floats ? (int) Arrays.stream(shape).max().orElse(1) : 0];
        for (int axis = 0; axis < shape.length; axis++) {
            INDArray array = arrays.get(scalar ? 0 : layout.axes()[axis]);
            memories[axis] = new Memory(name, array, Layout.of(array));
            entries[axis] = new double[(int) shape[axis]];
            maxima[axis] = new double[(int) shape[axis]];
        }
    }

    /** The length of each axis of a tensor that has covers; a scalar has one of length 1. */
    static long[] axes(long[] shape) {
        return shape.length == 0 ? new long[] {1} : shape;
    }

    void load() {
        for (int axis = 0; axis < entries.length; axis++) {
            double[] to = entries[axis];
            memories[axis].gather(0, to.length, floats ? narrow : to);
            for (int i = 0; floats && i < to.length; i++) to[i] = narrow[i];
        }
    }

    void store() {
        for (int axis = 0; axis < entries.length; axis++) {
            double[] from = entries[axis];
            for (int i = 0; floats && i < from.length; i++) narrow[i] = (float) from[i];
            memories[axis].scatter(0, from.length, floats ? narrow : from);
        }
    }

    /** Forgets the maxima, before a pass that raises them. */
    void clear() {
        for (double[] axis : maxima) Arrays.fill(axis, 0);
    }

    /** The smallest entry that covers each of n elements. */
    void fill(long start, int n, Object block) {
        seek(start);
        for (int i = 0; i < n; i++) {
            double least = Double.POSITIVE_INFINITY;
            for (int axis = 0; axis < index.length; axis++) least = Math.min(least, entries[axis][index[axis]]);
            if (block instanceof float[] x) x[i] = (float) least;
            else ((double[]) block)[i] = least;
            advance();
        }
    }

    /** Takes n elements into the maxima of their slices. */
    void raise(long start, int n, Object block) {
        seek(start);
        for (int i = 0; i < n; i++) {
            double value = block instanceof float[] x ? x[i] : ((double[]) block)[i];
            for (int axis = 0; axis < index.length; axis++) {
                maxima[axis][index[axis]] = Math.max(maxima[axis][index[axis]], value);
            }
            advance();
        }
    }

    /** SM3-I: entries grow by the maxima. */
    void add() {
        for (int axis = 0; axis < entries.length; axis++) {
            for (int i = 0; i < entries[axis].length; i++) {
                double sum = entries[axis][i] + maxima[axis][i];
                entries[axis][i] = floats ? (float) sum : sum;
            }
        }
    }

    /** SM3-II: entries become the maxima. */
    void replace() {
        for (int axis = 0; axis < entries.length; axis++) {
            System.arraycopy(maxima[axis], 0, entries[axis], 0, entries[axis].length);
        }
    }

    private void seek(long start) {
        long rest = start;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            index[axis] = (int) (rest % shape[axis]);
            rest /= shape[axis];
        }
    }

    private void advance() {
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            if (++index[axis] < shape[axis]) return;
            index[axis] = 0;
        }
    }
}
