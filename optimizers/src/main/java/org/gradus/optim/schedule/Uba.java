package org.gradus.optim.schedule;

import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;

/**
 * Unified Budget-Aware schedule, Tang, Dong, Zeng, Zhou and Lin, arXiv 2505.24452 (single phase):
 * {@code eta(u) = end + (peak - end) 2c / (phi (2 - c) + 2c)} with {@code c = 1 + cos(pi u)}.
 *
 * <p>The paper's denominator {@code 2 phi + (2 - phi) c} is the same number; written so, both terms are non-negative
 * and their sum is positive for every phi above 0. phi = 2 is {@link Cosine}, phi towards 0 is constant, larger phi is
 * lower throughout; the value half-way keeps the share {@code 2/(2 + phi)} and the mean share is
 * {@code 1/(1 + sqrt(phi/2))}, so compare values of phi each at its own best peak.
 *
 * <p><b>The default phi = 1 is a neutral choice of this toolkit, not the paper's recommendation</b>, which depends on
 * the problem's conditioning and the optimizer. Sweep 0.1, 0.25, 0.5, 1, 2, 5, 10, 20. The form
 * {@code eta (1 - t/T)^phi}, also seen under this name, is {@link Polynomial}.
 */
@Entry(type = "uba", about = "unified budget-aware: one number, phi, from near-constant over cosine (2) to fast decay",
        source = "Tang et al., arXiv 2505.24452")
public record Uba(
        @Option(about = "the value after the warm-up") double peak,
        @Option(value = "0", about = "the value at the end of the budget") double end,
        @Option(about = "updates of the whole run, warm-up included") long steps,
        @Option(value = "1", about = "the shape, above 0; 2 is cosine; 1 is not the paper's advice: sweep 0.1 to 20")
        double phi,
        @Option(value = "0", about = "updates of the linear warm-up") long warmup,
        @Option(value = "0", about = "the value that the warm-up sets out from") double start,
        @Option(value = "false", about = "whether the last update uses the end") boolean endInclusive)
        implements Annealed {

    public Uba {
        Check.annealing(peak, end, steps, warmup, start, endInclusive);
        Require.positive("phi", phi);
    }

    @Override
    public double value(double u) {
        double c = 1 + StrictMath.cos(Math.PI * u);
        return keeping(2 * c / (phi * (2 - c) + 2 * c));
    }
}
