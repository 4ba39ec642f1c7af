package org.gradus.optim.matrix;

import org.gradus.optim.execute.Columns;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A factor and its gradient of this step, to be copied to and from columns of float64. */
public final class Operand {
    private final Factor factor;
    private final Columns values;
    private INDArray gradient;
    private Columns gradients;

    public Operand(Factor factor) {
        this.factor = factor;
        this.values = columns(factor.array());
    }

    /** Another array that belongs to the factor, of its shape: its state. */
    public Columns columns(INDArray array) {
        return new Columns(factor.name(), array, factor.transposed());
    }

    /** Takes the gradient of this step; the arrays of the last step need no second look. */
    public void take(INDArray gradient) {
        if (this.gradient != gradient || !gradients.isOf(gradient)) gradients = columns(gradient);
        this.gradient = gradient;
    }

    public Columns values() {
        return values;
    }

    public Columns gradients() {
        return gradients;
    }

    public int rows() {
        return factor.rows();
    }

    public int columns() {
        return factor.columns();
    }

    public Factor factor() {
        return factor;
    }

    /** Memory of one thread for the work on one operand after the other: three matrices of float64. */
    public static final class Desk {
        public final Object[] buffers = Columns.buffers();
        public final double[][] first;
        public final double[][] second;
        public final double[][] third;

        public Desk(int rows, int columns) {
            first = new double[columns][rows];
            second = new double[columns][rows];
            third = new double[columns][rows];
        }
    }
}
