package org.gradus.optim.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The ways in which the same elements may lie in memory. */
enum Shape {
    DENSE, FORTRAN,
    /** The transpose of a dense array, or the last axis first. */
    TRANSPOSED,
    /** Every other element of a larger array. */
    SLICED,
    /** A block of columns: rows are dense, with gaps between them. */
    COLUMNS,
    /** Dense, but not from the start of its buffer. */
    OFFSET;

    private static final double REST = 777.25;

    /** @param base the array that the view looks into */
    record View(INDArray array, INDArray base) {
        void assertRestUntouched(String where) {
            long rest = Arrays.stream(base.dup('c').data().asDouble()).filter(x -> x == REST).count();
            assertEquals(base.length() - array.length(), rest, where + ": elements outside the view");
        }
    }

    View of(INDArray dense) {
        long[] shape = dense.shape();
        int rank = shape.length;
        INDArrayIndex[] all = new INDArrayIndex[rank];
        Arrays.fill(all, NDArrayIndex.all());
        long[] larger = shape.clone();
        INDArray base;
        INDArray view;
        switch (this) {
            case FORTRAN -> view = base = Nd4j.valueArrayOf(shape, REST, dense.dataType()).dup('f');
            case TRANSPOSED -> {
                int[] axes = new int[rank];
                for (int d = 0; d < rank; d++) {
                    larger[(d + 1) % rank] = shape[d];
                    axes[d] = (d + 1) % rank;
                }
                base = Nd4j.valueArrayOf(larger, REST, dense.dataType());
                view = base.permute(axes);
            }
            case SLICED -> {
                long[] more = Arrays.copyOf(shape, rank + 1);
                more[rank] = 2;
                base = Nd4j.valueArrayOf(more, REST, dense.dataType());
                INDArrayIndex[] at = Arrays.copyOf(all, rank + 1);
                at[rank] = NDArrayIndex.point(1);
                view = base.get(at);
            }
            case COLUMNS, OFFSET -> {
                int axis = this == COLUMNS ? rank - 1 : 0;
                larger[axis] += 3;
                base = Nd4j.valueArrayOf(larger, REST, dense.dataType());
                all[axis] = NDArrayIndex.interval(2, 2 + shape[axis]);
                view = base.get(all);
            }
            default -> view = base = Nd4j.valueArrayOf(shape, REST, dense.dataType());
        }
        view.assign(dense);
        return new View(view, base);
    }
}
