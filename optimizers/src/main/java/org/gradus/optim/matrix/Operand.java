package org.gradus.optim.matrix;

import org.gradus.optim.execute.Columns;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A factor and its gradient of this step, to be copied to and from columns of float64. Methods extend it by what they
 * keep of a factor.
 */
public class Operand {
    private final Factor factor;
    private final Columns values;
    private INDArray gradient;
    private Columns gradients;

    public Operand(Factor factor) {
        this.factor = factor;
        this.values = columns(factor.array());
    }

    /** Another array that belongs to the factor, of its shape: its state. */
    public final Columns columns(INDArray array) {
        return new Columns(factor.name(), array, factor.transposed());
    }

    /** Takes the gradient of this step; the arrays of the last step need no second look. */
    public final void take(INDArray gradient) {
        if (this.gradient != gradient || !gradients.isOf(gradient)) gradients = columns(gradient);
        this.gradient = gradient;
    }

    public final Columns values() {
        return values;
    }

    public final Columns gradients() {
        return gradients;
    }

    public final int rows() {
        return factor.rows();
    }

    public final int columns() {
        return factor.columns();
    }

    public final Factor factor() {
        return factor;
    }
}
