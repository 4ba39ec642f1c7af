package org.gradus.optim.lora;

import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.linear.RealMatrix;
import org.gradus.optim.Bound;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.tensor.LoraPair;
import org.gradus.optim.tensor.LoraPair.Layout;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An optimizer on LoRA pairs named q0, q1, ..., driven by the gradients of their products dW and looked at as tall
 * factors, whatever the layout and the data type.
 */
final class PairRun {
    private final LoraPair[] pairs;
    private final Bound bound;

    PairRun(Object optimizer, Layout layout, DataType type, double scale, List<Factors> starts) {
        pairs = new LoraPair[starts.size()];
        for (int i = 0; i < pairs.length; i++) {
            RealMatrix b = starts.get(i).b();
            pairs[i] = new LoraPair("q" + i, Algebra.array(starts.get(i).a(), type),
                    Algebra.array(layout == Layout.PEFT ? b.transpose() : b, type), layout, scale);
        }
        bound = Optimizers.read(optimizer).bind(Tensors.of(pairs));
    }

    /** In float64, as A Bᵀ. */
    static PairRun of(Object optimizer, Factors... starts) {
        return new PairRun(optimizer, Layout.ABT, DataType.DOUBLE, 1, List.of(starts));
    }

    /** The factors' gradients by the chain rule at the current point, given those of the products. */
    Tensors gradients(RealMatrix... ofProducts) {
        LoraPair[] gradients = new LoraPair[pairs.length];
        for (int i = 0; i < pairs.length; i++) {
            gradients[i] = pairs[i].gradients(Algebra.array(ofProducts[i], pairs[i].up().dataType()));
        }
        return Tensors.of(gradients);
    }

    PairRun step(RealMatrix... ofProducts) {
        bound.step(gradients(ofProducts));
        return this;
    }

    /** One step of the first pair on a function of its product, given its gradient. */
    PairRun descend(UnaryOperator<RealMatrix> gradient) {
        return step(gradient.apply(z()));
    }

    Bound bound() {
        return bound;
    }

    RealMatrix a(int pair) {
        return Algebra.matrix(pairs[pair].up());
    }

    RealMatrix b(int pair) {
        return tall(pairs[pair].down());
    }

    private RealMatrix tall(INDArray down) {
        RealMatrix b = Algebra.matrix(down);
        return pairs[0].layout() == Layout.PEFT ? b.transpose() : b;
    }

    /** A Bᵀ of the pair, without its scale. */
    RealMatrix z(int pair) {
        return a(pair).multiply(b(pair).transpose());
    }

    RealMatrix z() {
        return z(0);
    }

    /** Moves the first pair's factors behind the optimizer's back; its state stays. */
    void put(Factors factors) {
        pairs[0].up().assign(Algebra.array(factors.a(), DataType.DOUBLE));
        RealMatrix b = factors.b();
        pairs[0].down().assign(Algebra.array(pairs[0].layout() == Layout.PEFT ? b.transpose() : b, DataType.DOUBLE));
    }

    Factors factors() {
        return new Factors(a(0), b(0));
    }

    /** An array of the first pair's state: {@code nu}, {@code up}. */
    INDArray state(String slot, String role) {
        return bound.state().arrays().get("lora-rite/" + slot + "/q0." + role);
    }

    /** An array of the first pair's state that has the shape of a factor, tall. */
    RealMatrix tallState(String slot, String role) {
        return role.equals("up") ? Algebra.matrix(state(slot, role)) : tall(state(slot, role));
    }

    RealMatrix nu(String role) {
        return Algebra.matrix(state("nu", role));
    }

    double rho(String role) {
        return state("rho", role).getDouble(0);
    }

    /** How often the optimizer did so: {@code skipped}, {@code clipped}, {@code capped}, {@code guarded}. */
    double count(String what) {
        return bound.state().scalars().get("lora-rite/" + what);
    }
}
