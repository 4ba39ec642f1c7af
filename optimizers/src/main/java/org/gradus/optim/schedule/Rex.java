package org.gradus.optim.schedule;

import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;

/** Reflected exponential: {@code eta(u) = end + (peak - end) (1 - u) / (1/2 + (1 - u)/2)}. */
@Entry(type = "rex", about = "stays high, then falls fast: above linear at every step",
        source = "Chen, Wolfe and Kyrillidis, arXiv 2107.04197")
public record Rex(
        @Option(about = "the value after the warm-up") double peak,
        @Option(value = "0", about = "the value at the end of the budget") double end,
        @Option(about = "updates of the whole run, warm-up included") long steps,
        @Option(value = "0", about = "updates of the linear warm-up") long warmup,
        @Option(value = "0", about = "the value that the warm-up sets out from") double start,
        @Option(value = "false", about = "whether the last update uses the end") boolean endInclusive)
        implements Annealed {

    public Rex {
        Check.annealing(peak, end, steps, warmup, start, endInclusive);
    }

    @Override
    public double value(double u) {
        return keeping((1 - u) / (0.5 + (1 - u) / 2));
    }
}
