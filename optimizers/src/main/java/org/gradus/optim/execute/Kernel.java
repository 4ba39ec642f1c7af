package org.gradus.optim.execute;

/**
 * The compiled body of one pass over one element type. Columns are the arrays that the pass touches, in ascending
 * order, then one for each reduction.
 */
abstract class Kernel {
    /** Elements that the direct form takes at a time, a multiple of its rounds. */
    static final int ROUND = 32;

    /** The pass on heap blocks: reduced expressions are written to their own columns. */
    abstract void heap(Object[] columns, int n, double[] uniforms);

    /**
     * The pass by the Vector API on off-heap memory. Reduced expressions go to 16 lanes each.
     *
     * @param offset where in the memory of every column the elements begin, in bytes
     * @param n a multiple of {@link #ROUND}
     */
    abstract void direct(Object[] columns, int offset, int n, double[] uniforms, double[] lanes);
}
