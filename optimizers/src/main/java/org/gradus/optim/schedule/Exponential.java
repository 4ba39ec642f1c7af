package org.gradus.optim.schedule;

import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;

/** {@code eta[t] = peak gamma^(t - W)}. */
@Entry(type = "exponential", about = "falls by the same factor at every update",
        source = "the usual definition; ExponentialLR in PyTorch")
public record Exponential(
        @Option(about = "the value after the warm-up") double peak,
        @Option(about = "the factor of one update, in (0, 1]") double gamma,
        @Option(value = "0", about = "updates of the linear warm-up") long warmup,
        @Option(value = "0", about = "the value that the warm-up sets out from") double start) implements WarmedUp {

    public Exponential {
        Check.warmUp(peak, warmup, start);
        Check.gamma(gamma);
    }

    @Override
    public double afterWarmup(long t) {
        return peak * StrictMath.pow(gamma, t - warmup);
    }
}
