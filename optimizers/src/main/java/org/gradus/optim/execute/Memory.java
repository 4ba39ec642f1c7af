package org.gradus.optim.execute;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.gradus.optim.option.InvalidInput;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The off-heap elements of one ND4J array, seen in the order of a {@link Layout}: as windows that vector kernels read
 * directly where the array is flat, and as blocks that are copied to and from the heap always.
 */
final class Memory {
    /** Elements between the starts of two windows: a direct buffer holds less than 2 GiB. */
    static final int WINDOW = 1 << 27;
    /** Windows overlap by so many elements, so that a piece up to this length lies in one. */
    static final int OVERLAP = 1 << 16;

    final INDArray array;
    final boolean flat;
    private final DataBuffer buffer;
    private final boolean floats;
    private final Object[] windows;
    private final FloatBuffer[] floatWindows;
    private final DoubleBuffer[] doubleWindows;
    private final long[] shape;
    private final long[] strides;

    Memory(String name, INDArray array, Layout layout) {
        this.array = array;
        this.buffer = array.data();
        this.floats = array.dataType() == DataType.FLOAT;
        this.flat = layout.isFlat(array);
        this.shape = layout.shape();
        this.strides = layout.strides(array);
        long span = flat || array.isEmpty() ? array.length() : span();
        if (!flat && span > WINDOW) {
            throw new InvalidInput("array '" + name + "' is a strided view over " + span + " elements, more than "
                    + WINDOW + "; make it dense with dup()");
        }
        int count = (int) ((span + WINDOW - 1) / WINDOW);
        this.windows = new Object[count];
        this.floatWindows = new FloatBuffer[count];
        this.doubleWindows = new DoubleBuffer[count];
        int width = array.dataType().width();
        for (int w = 0; w < count; w++) {
            long first = (long) w * WINDOW;
            ByteBuffer bytes = bytes(first * width, Math.min(WINDOW + OVERLAP, span - first) * width);
            windows[w] = Vectors.memory(bytes);
            if (floats) floatWindows[w] = bytes.asFloatBuffer();
            else doubleWindows[w] = bytes.asDoubleBuffer();
        }
    }

    /** Whether this is still the memory of that array. */
    boolean isOf(INDArray other) {
        return other == array && other.data() == buffer;
    }

    /** What a vector kernel reads for the elements from {@code start} on; {@link #offset} says where in it. */
    Object window(long start) {
        return windows[(int) (start / WINDOW)];
    }

    int offset(long start) {
        return (int) (start % WINDOW) * (floats ? Float.BYTES : Double.BYTES);
    }

    /** Elements before the first one at the start of a cache line. */
    int elementsToCacheLine() {
        int width = floats ? Float.BYTES : Double.BYTES;
        int place = Alignment.place(array);
        return place == 0 || place % width != 0 ? 0 : (Alignment.CACHE_LINE - place) / width;
    }

    /** Copies elements {@code start .. start + n} to the front of a heap array; a block lies in one window. */
    void gather(long start, int n, Object heap) {
        if (flat) {
            int from = (int) (start % WINDOW);
            int window = (int) (start / WINDOW);
            if (floats) floatWindows[window].get(from, (float[]) heap, 0, n);
            else doubleWindows[window].get(from, (double[]) heap, 0, n);
        } else if (floats) {
            float[] to = (float[]) heap;
            walk(start, n, (i, at) -> to[i] = floatWindows[0].get(at));
        } else {
            double[] to = (double[]) heap;
            walk(start, n, (i, at) -> to[i] = doubleWindows[0].get(at));
        }
    }

    /** The reverse of {@link #gather}. */
    void scatter(long start, int n, Object heap) {
        if (flat) {
            int to = (int) (start % WINDOW);
            int window = (int) (start / WINDOW);
            if (floats) floatWindows[window].put(to, (float[]) heap, 0, n);
            else doubleWindows[window].put(to, (double[]) heap, 0, n);
        } else if (floats) {
            float[] from = (float[]) heap;
            walk(start, n, (i, at) -> floatWindows[0].put(at, from[i]));
        } else {
            double[] from = (double[]) heap;
            walk(start, n, (i, at) -> doubleWindows[0].put(at, from[i]));
        }
    }

    private interface Visit {
        void at(int i, int offset);
    }

    /** Visits n elements of a strided array: the multi-index of the first, then one carry after the other. */
    private void walk(long start, int n, Visit visit) {
        if (n == 0) return;
        int rank = shape.length;
        long[] index = new long[rank];
        long offset = 0;
        long rest = start;
        for (int d = rank - 1; d >= 0; d--) {
            index[d] = rest % shape[d];
            rest /= shape[d];
            offset += index[d] * strides[d];
        }
        for (int i = 0; i < n; i++) {
            visit.at(i, (int) offset);
            for (int d = rank - 1; d >= 0; d--) {
                offset += strides[d];
                if (++index[d] < shape[d]) break;
                offset -= index[d] * strides[d];
                index[d] = 0;
            }
        }
    }

    private long span() {
        long last = 0;
        for (int d = 0; d < shape.length; d++) last += (shape[d] - 1) * strides[d];
        return last + 1;
    }

    /** A part of the array as a buffer. (A pointer's position, unlike an address, is cut off at 2 GiB.) */
    private ByteBuffer bytes(long from, long length) {
        BytePointer part = new BytePointer(buffer.addressPointer()).getPointer(from);
        return part.limit(length).asByteBuffer().order(ByteOrder.nativeOrder());
    }
}
