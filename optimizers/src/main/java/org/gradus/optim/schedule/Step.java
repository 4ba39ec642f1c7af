package org.gradus.optim.schedule;

import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;

/** {@code eta[t] = peak gamma^floor((t - W) / every)}. */
@Entry(type = "step", about = "falls by a factor after every so many updates",
        source = "the usual definition; StepLR in PyTorch")
public record Step(
        @Option(about = "the value after the warm-up") double peak,
        @Option(value = "0.1", about = "the factor of one fall, in (0, 1]") double gamma,
        @Option(about = "updates between two falls; a third of the run is usual") long every,
        @Option(value = "0", about = "updates of the linear warm-up") long warmup,
        @Option(value = "0", about = "the value that the warm-up sets out from") double start) implements WarmedUp {

    public Step {
        Check.warmUp(peak, warmup, start);
        Check.gamma(gamma);
        Require.check(every >= 1, "every", "a number of updates >= 1", every);
    }

    @Override
    public double afterWarmup(long t) {
        return peak * StrictMath.pow(gamma, (t - warmup) / every);
    }
}
