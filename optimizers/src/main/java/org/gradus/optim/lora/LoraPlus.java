package org.gradus.optim.lora;

import java.util.Set;
import org.gradus.optim.ByRole;
import org.gradus.optim.Optimizer;
import org.gradus.optim.Trait;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;
import org.gradus.optim.rule.AdamW;
import org.gradus.optim.rule.EpsPlace;
import org.gradus.optim.schedule.Schedule;

/**
 * LoRA+: {@link AdamW} with a larger rate for the up factors, {@code lr * lrRatio}, than for the down factors,
 * {@code lr}; the decay grows with the rate. State: two arrays a factor.
 */
@Entry(type = "lora-plus", about = "AdamW with a larger rate for the up factors of LoRA pairs",
        source = "Hayou et al. 2024, arXiv 2402.12354")
public record LoraPlus(
        @Option(value = "0.001", about = "learning rate of the down factors") Schedule lr,
        @Option(value = "16", about = "rate of the up factors over that of the down factors, > 0") double lrRatio,
        @Option(value = "0.9", about = "decay of the first moment, in [0, 1)") double beta1,
        @Option(value = "0.999", about = "decay of the second moment, in [0, 1)") double beta2,
        @Option(value = "1e-8", about = "added to the denominator, >= 0") double eps,
        @Option(value = "0", about = "decoupled: the factor also shrinks by its rate * weightDecay") Schedule weightDecay)
        implements ByRole {
    public LoraPlus {
        Require.positive("lrRatio", lrRatio);
        new AdamW(lr, beta1, beta2, eps, weightDecay, true, EpsPlace.OUTSIDE);
    }

    public static LoraPlus of(double lr, double lrRatio) {
        return of(Schedule.constant(lr), lrRatio);
    }

    public static LoraPlus of(Schedule lr, double lrRatio) {
        return new LoraPlus(lr, lrRatio, 0.9, 0.999, 1e-8, Schedule.constant(0));
    }

    @Override
    public Optimizer up() {
        return adamW(lr.times(lrRatio));
    }

    @Override
    public Optimizer down() {
        return adamW(lr);
    }

    private AdamW adamW(Schedule rate) {
        return new AdamW(rate, beta1, beta2, eps, weightDecay, true, EpsPlace.OUTSIDE);
    }

    @Override
    public Set<Trait> traits() {
        return down().traits();
    }
}
