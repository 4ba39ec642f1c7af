package org.gradus.optim.schedule;

import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;

/**
 * {@code eta[t] = base max(t + 1, 1)^exponent}: base at update 0, falling where the exponent is negative. A warm-up
 * rises to the value that the law has at update W-1.
 */
@Entry(type = "power", about = "a power law of the update number, as for learning rates and clipping thresholds",
        source = "Lee, Zaheer and Li, arXiv 2502.04164 (TailOPT): lr and thresholds as power laws of the round")
public record Power(
        @Option(about = "the value at update 0") double base,
        @Option(about = "the exponent; negative to fall") double exponent,
        @Option(value = "0", about = "updates of the linear warm-up") long warmup,
        @Option(value = "0", about = "the value that the warm-up sets out from") double start) implements WarmedUp {

    public Power {
        Require.nonNegative("base", base);
        Require.finite("exponent", exponent);
        Require.check(warmup >= 0, "warmup", "a number of updates >= 0", warmup);
        Require.nonNegative("start", start);
    }

    @Override
    public double peak() {
        return law(warmup - 1);
    }

    @Override
    public double afterWarmup(long t) {
        return law(t);
    }

    private double law(long t) {
        return base * StrictMath.pow(Math.max(t + 1.0, 1), exponent);
    }
}
