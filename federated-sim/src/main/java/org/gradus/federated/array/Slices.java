package org.gradus.federated.array;

/** Slice maxima of a tensor that lies row by row: one vector an axis, one after the other in an array. */
final class Slices {
    private Slices() {}

    /** Takes n values, from element {@code from} on, into the maxima of their slices. */
    static void raise(double[] maxima, long[] shape, int from, int n, double[] x) {
        long[] axes = Slots.axes(shape);
        int[] index = index(axes, from);
        for (int i = 0; i < n; i++) {
            int at = 0;
            for (int axis = 0; axis < axes.length; axis++) {
                int k = at + index[axis];
                maxima[k] = Math.max(maxima[k], x[i]);
                at += (int) axes[axis];
            }
            advance(index, axes);
        }
    }

    /** Writes for n elements the smallest entry that covers each; entries begin at {@code state[begin]}. */
    static void cover(double[] state, int begin, long[] shape, int from, int n, double[] out) {
        long[] axes = Slots.axes(shape);
        int[] index = index(axes, from);
        for (int i = 0; i < n; i++) {
            int at = begin;
            double least = Double.POSITIVE_INFINITY;
            for (int axis = 0; axis < axes.length; axis++) {
                least = Math.min(least, state[at + index[axis]]);
                at += (int) axes[axis];
            }
            out[i] = least;
            advance(index, axes);
        }
    }

    private static int[] index(long[] axes, int position) {
        int[] index = new int[axes.length];
        int rest = position;
        for (int axis = axes.length - 1; axis >= 0; axis--) {
            index[axis] = (int) (rest % axes[axis]);
            rest /= (int) axes[axis];
        }
        return index;
    }

    private static void advance(int[] index, long[] axes) {
        for (int axis = axes.length - 1; axis >= 0; axis--) {
            if (++index[axis] < axes[axis]) return;
            index[axis] = 0;
        }
    }
}
