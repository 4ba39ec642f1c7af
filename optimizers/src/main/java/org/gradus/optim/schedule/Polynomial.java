package org.gradus.optim.schedule;

import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;

/** {@code eta(u) = end + (peak - end) (1 - u)^power}; power 1 is {@link Linear}. */
@Entry(type = "polynomial", about = "a power of the budget that is left",
        source = "Chen et al., arXiv 1606.00915, section 4 (the poly policy)")
public record Polynomial(
        @Option(about = "the value after the warm-up") double peak,
        @Option(value = "0", about = "the value at the end of the budget") double end,
        @Option(about = "updates of the whole run, warm-up included") long steps,
        @Option(value = "2", about = "the exponent, above 0; 1 is linear") double power,
        @Option(value = "0", about = "updates of the linear warm-up") long warmup,
        @Option(value = "0", about = "the value that the warm-up sets out from") double start,
        @Option(value = "false", about = "whether the last update uses the end") boolean endInclusive)
        implements Annealed {

    public Polynomial {
        Check.annealing(peak, end, steps, warmup, start, endInclusive);
        Require.positive("power", power);
    }

    @Override
    public double value(double u) {
        return keeping(StrictMath.pow(1 - u, power));
    }
}
