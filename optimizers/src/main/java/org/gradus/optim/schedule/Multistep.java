package org.gradus.optim.schedule;

import java.util.List;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;

/** {@code eta[t] = peak gamma^#{m in milestones: t >= m}}; the milestones count updates from the start of the run. */
@Entry(type = "multistep", about = "falls by a factor at given updates",
        source = "the usual definition; MultiStepLR in PyTorch")
public record Multistep(
        @Option(about = "the value after the warm-up") double peak,
        @Option(value = "0.1", about = "the factor of one fall, in (0, 1]") double gamma,
        @Option(about = "the updates at which it falls, increasing, after the warm-up; T/2 and 3T/4 are usual")
        List<Long> milestones,
        @Option(value = "0", about = "updates of the linear warm-up") long warmup,
        @Option(value = "0", about = "the value that the warm-up sets out from") double start) implements WarmedUp {

    public Multistep {
        Check.warmUp(peak, warmup, start);
        Check.gamma(gamma);
        milestones = List.copyOf(milestones);
        long previous = warmup;
        for (long milestone : milestones) {
            Require.check(milestone > previous, "milestones", "increasing and above warmup", milestones);
            previous = milestone;
        }
    }

    @Override
    public double afterWarmup(long t) {
        return peak * StrictMath.pow(gamma, milestones.stream().filter(m -> t >= m).count());
    }
}
