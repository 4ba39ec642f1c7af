package org.gradus.plots;

/** A closed interval of an axis, {@code low < high}. */
public record Range(double low, double high) {

    public Range {
        if (!(low < high)) {
            throw new IllegalArgumentException("empty range " + low + " to " + high);
        }
    }

    /** The range from {@code low} to {@code high}, widened where it would be a single value. */
    static Range of(double low, double high, boolean log) {
        if (low < high) {
            return new Range(low, high);
        }
        if (log) {
            return new Range(low / 2, high * 2);
        }
        double half = low == 0 ? 0.5 : Math.abs(low) / 2;
        return new Range(low - half, high + half);
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
