package org.gradus.optim.schedule;

import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;

/** {@code eta[t] = peak sqrt(W / (t + 1))}, which meets the warm-up at update W-1. */
@Entry(type = "inverse-sqrt", about = "falls with the square root of the update number; needs no budget",
        source = "Vaswani et al., arXiv 1706.03762, eq. 3, with the peak in place of the model size")
public record InverseSqrt(
        @Option(about = "the value at the end of the warm-up") double peak,
        @Option(about = "updates of the linear warm-up, at least 1") long warmup,
        @Option(value = "0", about = "the value that the warm-up sets out from") double start) implements WarmedUp {

    public InverseSqrt {
        Check.warmUp(peak, warmup, start);
        Require.check(warmup >= 1, "warmup", "a number of updates >= 1", warmup);
    }

    @Override
    public double afterWarmup(long t) {
        return peak * Math.sqrt(warmup / (t + 1.0));
    }
}
