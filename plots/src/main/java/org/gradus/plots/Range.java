package org.gradus.plots;

import java.util.DoubleSummaryStatistics;
import java.util.List;

/** A closed interval of an axis, {@code low < high}. */
public record Range(double low, double high) {

    public Range {
        if (!(low < high)) {
            throw new IllegalArgumentException("empty range " + low + " to " + high);
        }
    }

    private static final double NEARLY_EQUAL = 1e-9;

    /** The range from {@code low} to {@code high}, widened where it would be a single value but for rounding. */
    static Range of(double low, double high, boolean log) {
        if (high - low > NEARLY_EQUAL * Math.max(Math.abs(low), Math.abs(high))) {
            return new Range(low, high);
        }
        if (log) {
            return new Range(positive(low / 2), positive(high * 2));
        }
        double half = low == 0 ? 0.5 : Math.abs(low) / 2;
        return new Range(low - half, high + half);
    }

    /** The nearest value that a log axis can end at. */
    static double positive(double value) {
        return Math.max(Double.MIN_NORMAL, Math.min(Double.MAX_VALUE, value));
    }

    /** The range of the y axis over values, of which there may be none. */
    static Range over(DoubleSummaryStatistics values, boolean log) {
        if (values.getCount() == 0) {
            return new Range(log ? 0.1 : 0, 1);
        }
        // A linear axis that nearly reaches zero shows it: lengths can then be compared.
        boolean nearZero = !log && values.getMin() > 0 && values.getMin() < 0.2 * values.getMax();
        return of(nearZero ? 0 : values.getMin(), values.getMax(), log);
    }

    /** The range of the x axis over bands. */
    static Range ofX(List<Band> bands, boolean log) {
        DoubleSummaryStatistics all =
                bands.stream().flatMap(b -> b.points().stream()).mapToDouble(Band.Point::x).summaryStatistics();
        return all.getCount() == 0 ? new Range(log ? 0.1 : 0, 1) : of(all.getMin(), all.getMax(), log);
    }

    /** {@code value}, or where it lies astronomically far outside, one far enough, which a renderer survives. */
    double reach(double value, boolean log) {
        if (log) {
            Range exponents = new Range(Math.log10(low), Math.log10(high));
            double exponent = Math.log10(value);
            double near = exponents.reach(exponent, false);
            return near == exponent ? value : Math.pow(10, near);
        }
        double far = 3 * (high - low);
        return Math.max(low - far, Math.min(high + far, value));
    }

    boolean contains(double value) {
        return low <= value && value <= high;
    }
}
