package org.gradus.optim.execute;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The order in which the elements of a tensor are visited: the order of the parameter's own memory where that is
 * dense ({@code c}, {@code f} or any other permutation of axes), otherwise row by row.
 *
 * @param axes the array's axes, slowest first
 * @param shape their lengths, in that order
 */
record Layout(int[] axes, long[] shape) {
    static Layout of(INDArray parameter) {
        long[] shape = parameter.shape();
        long[] stride = parameter.stride();
        int[] axes = IntStream.range(0, shape.length).boxed()
                .sorted(Comparator.<Integer>comparingLong(a -> shape[a] == 1 ? Long.MAX_VALUE : stride[a]).reversed())
                .mapToInt(Integer::intValue).toArray();
        Layout bySpeed = new Layout(axes, Arrays.stream(axes).mapToLong(a -> shape[a]).toArray());
        return bySpeed.isFlat(parameter) ? bySpeed : new Layout(IntStream.range(0, shape.length).toArray(), shape);
    }

    /** Whether visiting the array's elements in this order walks through memory without a gap. */
    boolean isFlat(INDArray array) {
        long expected = 1;
        for (int i = axes.length - 1; i >= 0; i--) {
            if (shape[i] != 1 && array.stride(axes[i]) != expected) return false;
            expected *= shape[i];
        }
        return true;
    }

    /** The array's strides in the order of this layout. */
    long[] strides(INDArray array) {
        return Arrays.stream(axes).mapToLong(array::stride).toArray();
    }
}
