package org.gradus.optim.schedule;

import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;

/** {@code eta(u) = end + (peak - end) (1 + cos(pi u)) / 2}. */
@Entry(type = "cosine", about = "half a cosine wave from peak to end",
        source = "Loshchilov and Hutter, arXiv 1608.03983, eq. 5, without restarts")
public record Cosine(
        @Option(about = "the value after the warm-up") double peak,
        @Option(value = "0", about = "the value at the end of the budget") double end,
        @Option(about = "updates of the whole run, warm-up included") long steps,
        @Option(value = "0", about = "updates of the linear warm-up") long warmup,
        @Option(value = "0", about = "the value that the warm-up sets out from") double start,
        @Option(value = "false", about = "whether the last update uses the end") boolean endInclusive)
        implements Annealed {

    public Cosine {
        Check.annealing(peak, end, steps, warmup, start, endInclusive);
    }

    @Override
    public double value(double u) {
        return keeping(share(u));
    }

    /** {@code (1 + cos(pi u)) / 2}: 1 at 0, 0 at 1. */
    static double share(double u) {
        return (1 + StrictMath.cos(Math.PI * u)) / 2;
    }
}
