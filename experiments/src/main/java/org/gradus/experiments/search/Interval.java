package org.gradus.experiments.search;

import java.util.Locale;
import org.gradus.optim.option.Require;

/**
 * All numbers between two ends, evenly spread on a scale.
 *
 * @param low  below {@code high}, both finite
 */
public record Interval(double low, double high, Scale scale) implements Range {
    /** By how much a search narrows: the width of the next interval over that of this one. */
    static final double SHRINK = 1.0 / 3;

    /** Beyond it, widths would overflow. */
    static final double LARGEST = 1e300;

    public Interval {
        Require.check(Math.abs(low) <= LARGEST, "the low end of a range", "a number of at most 1e300", low);
        Require.check(Math.abs(high) <= LARGEST, "the high end of a range", "a number of at most 1e300", high);
        Require.check(low < high, "the low end of a range", "below its high end " + text(high), text(low));
        scale.check(low, high);
    }

    static Scale usualScale(double low, double high) {
        return low > 0 && high > 0 ? Scale.LOG : Scale.LINEAR;
    }

    @Override
    public Double at(double share) {
        if (share <= 0) return low;
        if (share >= 1) return high;
        double from = scale.position(low);
        // Rounding to a few digits may lead past an end.
        return Math.min(high, Math.max(low, rounded(from + share * (scale.position(high) - from))));
    }

    /** Where a value lies: 0 at the low end, 1 at the high end; others outside. */
    public double share(double value) {
        double from = scale.position(low);
        return (scale.position(value) - from) / (scale.position(high) - from);
    }

    /** Around a value, a third as wide on the scale, and within the bounds. */
    Interval around(double value, Interval bounds) {
        return centred(value, SHRINK).within(bounds);
    }

    /** Around a value and as wide as now: where the search goes on if the value lies at an end. */
    Interval movedTo(double value) {
        return centred(value, 1);
    }

    /** Wider by a quarter of its width on one side. */
    public Interval widened(boolean upwards) {
        double more = (scale.position(high) - scale.position(low)) / 4;
        return upwards ? new Interval(low, Math.max(high, rounded(scale.position(high) + more)), scale)
                : new Interval(Math.min(low, rounded(scale.position(low) - more)), high, scale);
    }

    /** A value a little outside, by a hundredth of the width. */
    public double beyond(boolean upwards) {
        double step = (scale.position(high) - scale.position(low)) / 100;
        return scale.value(upwards ? scale.position(high) + step : scale.position(low) - step);
    }

    /** The middle of two values on this scale. */
    public double between(double a, double b) {
        return rounded((scale.position(a) + scale.position(b)) / 2);
    }

    private double rounded(double position) {
        return scale.rounded(scale.value(position));
    }

    private Interval centred(double value, double factor) {
        double p = scale.position(value);
        double half = factor * (scale.position(high) - scale.position(low)) / 2;
        // Where digits are too few for so narrow an interval, it ends as it is.
        double from = rounded(p - half);
        double to = rounded(p + half);
        return from < value && value < to ? new Interval(from, to, scale) : this;
    }

    private Interval within(Interval bounds) {
        return new Interval(Math.max(low, bounds.low), Math.min(high, bounds.high), scale);
    }

    /** The smallest interval that has both in it. */
    Interval and(Interval other) {
        return new Interval(Math.min(low, other.low), Math.max(high, other.high), scale);
    }

    @Override
    public Object write() {
        return this.toString();
    }

    /** {@code 1e-4..1}; with {@code :scale} where that is not the usual one. */
    @Override
    public String toString() {
        String ends = text(low) + ".." + text(high);
        return scale == usualScale(low, high) ? ends : ends + ":" + scale.name().toLowerCase(Locale.ROOT);
    }

    /** The shortest digits: {@code 1e-4}, {@code 0.05}, {@code 2}. */
    public static String text(double value) {
        return Double.toString(value).replace(".0E", "e").replace('E', 'e').replaceFirst("\\.0$", "");
    }
}
