package org.gradus.optim.schedule;

import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;

/**
 * Up to the peak and down to almost nothing, in two phases as in PyTorch's OneCycleLR. With
 * {@code e1 = pctStart T - 1} and {@code e2 = T - 1}: from {@code peak/divFactor} to the peak over {@code t <= e1},
 * then to {@code peak/(divFactor finalDivFactor)} at update T-1, which is held.
 */
@Entry(type = "one-cycle", about = "one rise and one fall over the whole run",
        source = "Smith and Topin, arXiv 1708.07120; two phases as in PyTorch's OneCycleLR")
public record OneCycle(
        @Option(about = "the highest value") double peak,
        @Option(about = "updates of the whole run") long steps,
        @Option(value = "0.3", about = "the share of the run that rises, in (0, 1)") double pctStart,
        @Option(value = "25", about = "peak / first value") double divFactor,
        @Option(value = "1e4", about = "first value / last value") double finalDivFactor,
        @Option(value = "cos", about = "the shape of both phases") Anneal anneal) implements Schedule {

    /** The way from one value to the next. */
    public enum Anneal { COS, LINEAR }

    public OneCycle {
        Require.nonNegative("peak", peak);
        Require.check(steps >= 1, "steps", "a number of updates >= 1", steps);
        Require.check(pctStart > 0 && pctStart < 1, "pctStart", "in (0, 1)", pctStart);
        Require.check(pctStart * steps > 1, "steps", "more than 1 / pctStart, so that the rise has an update", steps);
        Require.positive("divFactor", divFactor);
        Require.positive("finalDivFactor", finalDivFactor);
        Require.check(anneal != null, "anneal", "given", anneal);
    }

    @Override
    public double at(long t) {
        Check.update(t);
        double first = peak / divFactor;
        double top = pctStart * steps - 1;
        double last = steps - 1;
        if (t <= top) return between(first, peak, t / top);
        return between(peak, first / finalDivFactor, (Math.min(t, last) - top) / (last - top));
    }

    private double between(double a, double b, double q) {
        return switch (anneal) {
            case COS -> b + (a - b) * Cosine.share(q);
            case LINEAR -> a + (b - a) * q;
        };
    }
}
