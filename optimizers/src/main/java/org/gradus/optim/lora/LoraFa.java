package org.gradus.optim.lora;

import org.gradus.optim.ByRole;
import org.gradus.optim.Frozen;
import org.gradus.optim.Optimizer;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.rule.AdamW;
import org.gradus.optim.rule.EpsPlace;
import org.gradus.optim.schedule.Schedule;

/**
 * LoRA-FA: the down factors stay as they are, so that their inputs need not be kept for the backward pass; the up
 * factors follow {@link AdamW}. State: two arrays an up factor.
 */
@Entry(type = "lora-fa", about = "AdamW on the up factors of LoRA pairs; the down factors are frozen",
        source = "Zhang et al. 2023, arXiv 2308.03303")
public record LoraFa(
        @Option(value = "0.001", about = "learning rate") Schedule lr,
        @Option(value = "0.9", about = "decay of the first moment, in [0, 1)") double beta1,
        @Option(value = "0.999", about = "decay of the second moment, in [0, 1)") double beta2,
        @Option(value = "1e-8", about = "added to the denominator, >= 0") double eps,
        @Option(value = "0", about = "decoupled: the factor also shrinks by lr * weightDecay") Schedule weightDecay)
        implements ByRole {
    public LoraFa {
        new AdamW(lr, beta1, beta2, eps, weightDecay, true, EpsPlace.OUTSIDE);
    }

    public static LoraFa of(double lr) {
        return new LoraFa(Schedule.constant(lr), 0.9, 0.999, 1e-8, Schedule.constant(0));
    }

    @Override
    public Optimizer up() {
        return new AdamW(lr, beta1, beta2, eps, weightDecay, true, EpsPlace.OUTSIDE);
    }

    @Override
    public Optimizer down() {
        return Frozen.frozen();
    }
}
