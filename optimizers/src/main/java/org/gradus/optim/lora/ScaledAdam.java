package org.gradus.optim.lora;

import java.util.List;
import java.util.Set;
import org.gradus.optim.MatrixMethod;
import org.gradus.optim.Trait;
import org.gradus.optim.execute.Executor;
import org.gradus.optim.matrix.Block;
import org.gradus.optim.matrix.Factor;
import org.gradus.optim.matrix.MatrixMemory;
import org.gradus.optim.matrix.MatrixSlot;
import org.gradus.optim.matrix.MatrixStep;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;
import org.gradus.optim.schedule.Rates;
import org.gradus.optim.schedule.Schedule;

/**
 * Scaled Adam (Riemannian preconditioned LoRA with Adam): AdamW whose gradients are the directions of
 * {@link ScaledGd}. State: mu and nu, two arrays a factor.
 */
@Entry(type = "scaled-adam", about = "AdamW on gradients of LoRA pairs scaled by the partner's Gram matrix",
        source = "Zhang and Pilanci 2024, arXiv 2402.02347, Algorithm 2")
public record ScaledAdam(
        @Option(value = "0.001", about = "learning rate") Schedule lr,
        @Option(value = "0.9", about = "decay of the first moment, in [0, 1)") double beta1,
        @Option(value = "0.999", about = "decay of the second moment, in [0, 1)") double beta2,
        @Option(value = "1e-8", about = "added to the denominator, >= 0") double eps,
        @Option(value = "1e-6", about = "added to the diagonal of the Gram matrices, >= 0") double damping,
        @Option(value = "0", about = "decoupled: the factor also shrinks by lr * weightDecay") Schedule weightDecay)
        implements MatrixMethod {
    public ScaledAdam {
        Rates.nonNegative("lr", lr);
        Rates.nonNegative("weightDecay", weightDecay);
        Require.decayRate("beta1", beta1);
        Require.decayRate("beta2", beta2);
        Require.nonNegative("eps", eps);
        Require.nonNegative("damping", damping);
    }

    public static ScaledAdam of(double lr) {
        return new ScaledAdam(Schedule.constant(lr), 0.9, 0.999, 1e-8, 1e-6, Schedule.constant(0));
    }

    @Override
    public boolean takesPairs() {
        return true;
    }

    @Override
    public List<MatrixSlot> slots(Block block) {
        Factor up = block.factors().get(0);
        Factor down = block.factors().get(1);
        return List.of(MatrixSlot.like("mu", up), MatrixSlot.like("mu", down), MatrixSlot.like("nu", up), MatrixSlot.like("nu", down));
    }

    @Override
    public String formula() {
        return "for A = up (m x r) with B = down' (n x r), and for B with A:\n"
                + "g <- (dL/dA) inv(B'B + " + damping + " I)\n"
                + "mu <- " + beta1 + " mu + " + (1 - beta1) + " g\n"
                + "nu <- " + beta2 + " nu + " + (1 - beta2) + " g^2\n"
                + "A <- A - lr ((mu / (1 - " + beta1 + "^t)) / (sqrt(nu / (1 - " + beta2 + "^t)) + " + eps + ") + weightDecay A)";
    }

    @Override
    public String cost() {
        return "state 2 (m + n) r numbers of the factors' type; about 4 (m + n) r^2 operations a step and O(r^3)";
    }

    @Override
    public MatrixStep bind(List<Block> blocks, MatrixMemory memory, Executor executor) {
        return new ScaledStep(this, blocks, memory, executor);
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.ODD);
    }
}
