package org.gradus.optim.lora;

import org.gradus.optim.execute.Columns;
import org.gradus.optim.matrix.Desk;
import org.gradus.optim.matrix.Factor;
import org.gradus.optim.matrix.MatrixMemory;
import org.gradus.optim.matrix.Operand;
import org.gradus.optim.matrix.Tall;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One factor of a pair, with what a step of {@link LoraRite} hands from stage to stage. Matrices are r x r. */
final class RiteSide extends Operand {
    /** How orthonormal bases must be: of float64 factors, and of float32 factors, which are no more exact than 6e-8. */
    private static final double FLOAT64 = 1e-15;
    private static final double FLOAT32 = 1e-10;

    final Columns mu;
    final Columns basis;
    final Columns nu;
    final INDArray rho;
    final int rows;
    final int r;
    final boolean floats;
    final boolean up;
    final double ratio;
    RiteSide partner;
    /** From the last basis of this factor to its present one: what the partner's moments go through. */
    double[] turn;
    double[] triangle;
    /** The generalized inverse of the triangle. */
    double[] inverse;
    /** gᵀg of the unmagnified gradient. */
    double[] gram;
    boolean skipped;
    double cap;
    /** dAᵀdA and dAᵀA of the step to come, for the guard. */
    double[] stepGram;
    double[] stepByFactor;
    boolean dropped;
    /** What the basis is multiplied by to give the new factor, while regauging. */
    double[] gauge;

    RiteSide(Factor factor, MatrixMemory memory, boolean up, double ratio) {
        super(factor);
        this.up = up;
        this.ratio = ratio;
        this.mu = columns(memory.array("mu", factor));
        this.basis = columns(memory.array("basis", factor));
        this.rows = factor.rows();
        this.r = factor.columns();
        this.floats = factor.array().dataType() == DataType.FLOAT;
        this.nu = new Columns("nu", memory.array("nu", factor), true);
        this.rho = memory.array("rho", factor);
    }

    /** The desk's first matrix becomes the factor's orthonormal basis, {@link #triangle} the rest. */
    void split(Desk desk) {
        values().read(desk.first, desk.buffers);
        triangle = Tall.qr(desk.first, r, rows, desk.second, floats ? FLOAT32 : FLOAT64);
    }
}
