package org.gradus.theory.lora;

import java.util.Arrays;
import org.apache.commons.math3.linear.RealMatrix;
import org.gradus.optim.Bound;
import org.gradus.optim.Optimizer;
import org.gradus.optim.tensor.LoraPair;
import org.gradus.optim.tensor.LoraPair.Role;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One pair of factors that an optimizer moves, in float64. */
final class Run {
    private static final String NAME = "w";

    private final LoraPair pair;
    private final LoraPair gradients;
    private final Tensors named;
    private final Bound bound;

    /** @param up m x r, and down n x r */
    Run(Optimizer optimizer, RealMatrix up, RealMatrix down) {
        pair = LoraPair.abt(NAME, array(up), array(down));
        gradients = LoraPair.abt(NAME, array(up), array(down));
        named = Tensors.of(gradients);
        bound = optimizer.bind(Tensors.of(pair));
    }

    private static INDArray array(RealMatrix a) {
        return Nd4j.create(a.getData()).detach();
    }

    // The arrays are dense and row-major: whole buffers are copied, since ND4J's access by element costs a thousand
    // times more.
    private static void write(INDArray array, RealMatrix a) {
        double[] flat = new double[a.getRowDimension() * a.getColumnDimension()];
        for (int i = 0, k = 0; i < a.getRowDimension(); i++) {
            for (double value : a.getRow(i)) flat[k++] = value;
        }
        array.data().setData(flat);
    }

    private static RealMatrix read(INDArray array, int rows, int columns) {
        double[] flat = array.data().asDouble();
        double[][] a = new double[rows][];
        for (int i = 0; i < rows; i++) a[i] = Arrays.copyOfRange(flat, i * columns, (i + 1) * columns);
        return Matrices.of(a);
    }

    RealMatrix up() {
        return read(pair.up(), pair.up().rows(), pair.up().columns());
    }

    RealMatrix down() {
        return read(pair.down(), pair.down().rows(), pair.down().columns());
    }

    RealMatrix product() {
        return up().multiply(down().transpose());
    }

    /** A step for the gradient G of the product: G B and Gᵀ A are those of the factors. */
    void step(RealMatrix gradient) {
        step(gradient.multiply(down()), gradient.transpose().multiply(up()));
    }

    /** A step for the gradients of the factors themselves. */
    void step(RealMatrix ofUp, RealMatrix ofDown) {
        write(gradients.up(), ofUp);
        write(gradients.down(), ofDown);
        bound.step(named);
    }

    /** Other coordinates of the same product: (A R, B R⁻ᵀ). What the optimizer remembers stays as it is. */
    void regauge(RealMatrix r) {
        write(pair.up(), up().multiply(r));
        write(pair.down(), down().multiply(Matrices.inverse(r).transpose()));
    }

    /** What a lone optimizer remembers: {@code state("lora-rite/nu", Role.UP)}. */
    RealMatrix state(String slot, Role role) {
        INDArray array = bound.state().arrays().get(slot + "/" + (role == Role.UP ? pair.upName() : pair.downName()));
        boolean single = array.rank() == 1;
        // A copy, since what is remembered may be a view into a larger buffer.
        return read(array.dup('c'), single ? 1 : array.rows(), single ? (int) array.length() : array.columns());
    }
}
