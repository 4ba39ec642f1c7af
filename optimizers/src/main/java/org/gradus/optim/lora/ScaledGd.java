package org.gradus.optim.lora;

import java.util.List;
import java.util.Set;
import org.gradus.optim.MatrixMethod;
import org.gradus.optim.Trait;
import org.gradus.optim.execute.Executor;
import org.gradus.optim.matrix.Block;
import org.gradus.optim.matrix.MatrixMemory;
import org.gradus.optim.matrix.MatrixSlot;
import org.gradus.optim.matrix.MatrixStep;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;
import org.gradus.optim.schedule.Rates;
import org.gradus.optim.schedule.Schedule;

/**
 * Scaled gradient descent (Riemannian preconditioned LoRA): each factor's gradient divided by the Gram matrix of its
 * partner. For A = up, B = downᵀ:
 *
 * <pre>
 * A &lt;- A - lr (dL/dA) (BᵀB + damping I)⁻¹,   B &lt;- B - lr (dL/dB) (AᵀA + damping I)⁻¹
 * </pre>
 *
 * both from the same A and B. No state. Without damping it does not depend on the coordinates; a Gram matrix that is
 * singular then has its pseudo-inverse. Damping breaks that.
 */
@Entry(type = "scaled-gd", about = "gradient descent on LoRA pairs, scaled by the partner's Gram matrix",
        source = "Zhang and Pilanci 2024, arXiv 2402.02347, Algorithm 1")
public record ScaledGd(
        @Option(value = "0.01", about = "learning rate") Schedule lr,
        @Option(value = "1e-6", about = "added to the diagonal of the Gram matrices, >= 0") double damping)
        implements MatrixMethod {
    public ScaledGd {
        Rates.nonNegative("lr", lr);
        Require.nonNegative("damping", damping);
    }

    public static ScaledGd of(double lr, double damping) {
        return new ScaledGd(Schedule.constant(lr), damping);
    }

    @Override
    public boolean takesPairs() {
        return true;
    }

    @Override
    public List<MatrixSlot> slots(Block block) {
        return List.of();
    }

    @Override
    public String formula() {
        return "A <- A - lr (dL/dA) inv(B'B + " + damping + " I)\nB <- B - lr (dL/dB) inv(A'A + " + damping + " I)";
    }

    @Override
    public String cost() {
        return "no state; about 4 (m + n) r^2 operations a step and O(r^3)";
    }

    @Override
    public MatrixStep bind(List<Block> blocks, MatrixMemory memory, Executor executor) {
        return new ScaledStep(lr, damping, blocks, executor);
    }

    @Override
    public Set<Trait> traits() {
        return damping == 0 ? Set.of(Trait.GAUGE_INVARIANT, Trait.ODD) : Set.of(Trait.ODD);
    }
}
