package org.gradus.optim.matrix;

import java.util.List;
import org.gradus.optim.execute.Executor;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An executor that keeps tall matrices in a memory of its own, and multiplies many of them at once there. */
public interface TallExecutor extends Executor {
    /**
     * A factor A with what lies beside it, all of its type, shape and order: U, the basis of the last step, and M, the
     * moment. Its gradient G comes with each step.
     *
     * @param transposed whether the arrays hold the transposes
     */
    record Stack(String name, INDArray a, INDArray u, INDArray m, boolean transposed, int rows, int columns) {}

    /** Takes these matrices into its memory. */
    TallBatch batch(List<Stack> stacks);

    /** Work on the matrices of all stacks at once. Small matrices are r x r in float64, row by row. */
    interface TallBatch {
        /** The gradients of this step, one a stack. */
        void gradients(List<INDArray> gradients);

        /**
         * (A P)ᵀ(A P), (A P)ᵀU and GᵀG of each stack; the one time that the caller waits.
         *
         * @param right P by stack; null for a stack that is left out; null for all: P = I
         * @return by stack three matrices, or null
         */
        double[][][] grams(double[][] right);

        /** All changes at once, one a stack; does not wait. */
        void change(List<Change> changes);

        /** Copies A and U of a stack to the host's arrays. */
        void fetch(int stack);

        /** Copies G of a stack to the host's array. */
        void fetchGradient(int stack);

        /** Copies the host's U of a stack back. */
        void putBasis(int stack);
    }

    /**
     * {@code U <- A P, M <- M K + G X, A <- d A - M Y}, with the new M, but the old A in U.
     *
     * @param p null: U stays
     * @param x null: without G
     * @param y null: A stays
     */
    record Change(double[] p, double[] k, double[] x, double d, double[] y) {}
}
