package org.gradus.optim.schedule;

import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;

/** {@code eta(u) = end + (peak - end) (1 - u)}. */
@Entry(type = "linear", about = "a straight line from peak to end; the reference line of every comparison",
        source = "Defazio et al., arXiv 2310.07831: optimal for the last iterate in the worst case")
public record Linear(
        @Option(about = "the value after the warm-up") double peak,
        @Option(value = "0", about = "the value at the end of the budget") double end,
        @Option(about = "updates of the whole run, warm-up included") long steps,
        @Option(value = "0", about = "updates of the linear warm-up") long warmup,
        @Option(value = "0", about = "the value that the warm-up sets out from") double start,
        @Option(value = "false", about = "whether the last update uses the end") boolean endInclusive)
        implements Annealed {

    public Linear {
        Check.annealing(peak, end, steps, warmup, start, endInclusive);
    }

    @Override
    public double value(double u) {
        return keeping(1 - u);
    }
}
