package org.gradus.optim.schedule;

import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;

/**
 * The peak until update T-D, then a fall over the last D updates, {@code v = (t - (T - D)) / D}. With D = T-W the
 * shapes linear and cosine are {@link Linear} and {@link Cosine}. A D of 0.1 T to 0.3 T is usual.
 */
@Entry(type = "warmup-stable-decay", about = "warm-up, plateau, then decay over the last decaySteps updates",
        source = "Hu et al., arXiv 2404.06395; shapes: Haegele et al., arXiv 2405.18392")
public record WarmupStableDecay(
        @Option(about = "the value of the plateau") double peak,
        @Option(value = "0", about = "the value at the end of the budget; above 0 for exponential decay") double end,
        @Option(about = "updates of the whole run, warm-up and decay included") long steps,
        @Option(about = "updates of the decay, usually 0.1 to 0.3 of steps") long decaySteps,
        @Option(value = "linear", about = "the shape of the decay") Decay decay,
        @Option(value = "0", about = "updates of the linear warm-up") long warmup,
        @Option(value = "0", about = "the value that the warm-up sets out from") double start,
        @Option(value = "false", about = "whether the last update uses the end") boolean endInclusive)
        implements Annealed {

    /** The fall from peak to end, by its progress v. */
    public enum Decay {
        /** The share {@code 1 - v}. */
        LINEAR,
        /** The share {@code (1 + cos(pi v)) / 2}. */
        COSINE,
        /** The share {@code 1 - sqrt(v)}. */
        ONE_MINUS_SQRT,
        /** {@code peak^(1-v) end^v}, a straight line on a log axis. */
        EXPONENTIAL
    }

    public WarmupStableDecay {
        Check.annealing(peak, end, steps, warmup, start, endInclusive);
        long shortest = endInclusive ? 2 : 1;
        Require.check(decaySteps >= shortest && decaySteps <= steps - warmup, "decaySteps",
                "from " + shortest + " to steps - warmup, here " + (steps - warmup), decaySteps);
        Require.check(decay != null, "decay", "given", decay);
        Require.check(decay != Decay.EXPONENTIAL || end > 0, "end", "above 0 where decay is exponential", end);
    }

    @Override
    public long annealFrom() {
        return steps - decaySteps;
    }

    @Override
    public double value(double v) {
        return switch (decay) {
            case LINEAR -> keeping(1 - v);
            case COSINE -> keeping(Cosine.share(v));
            case ONE_MINUS_SQRT -> keeping(1 - Math.sqrt(v));
            // peak^(1-v) end^v with one rounding of the power, so that it does not rise where peak and end are close.
            case EXPONENTIAL -> Math.max(end, peak * StrictMath.pow(end / peak, v));
        };
    }
}
