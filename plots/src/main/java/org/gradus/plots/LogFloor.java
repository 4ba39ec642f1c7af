package org.gradus.plots;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * The value at which a log axis draws what it cannot show: zero, negative values, and values so small beside the largest
 * (below float64's resolution of it) that they would stretch the axis. Always a power of ten.
 */
final class LogFloor {

    private static final double RESOLUTION = 1e-16;

    private LogFloor() {}

    /** The floor that these values need, or empty if a log axis shows them all. */
    static OptionalDouble of(double[] values) {
        return of(values, values);
    }

    /** As above, where only {@code calm} values set the scale: a diverged run's last ones may be astronomic. */
    static OptionalDouble of(double[] values, double[] calm) {
        double smallest = Arrays.stream(values).min().orElse(1);
        double smallestPositive = Arrays.stream(values).filter(v -> v > 0).min().orElse(RESOLUTION);
        double largest = Arrays.stream(calm).max().orElse(smallestPositive);
        double reference = Math.max(smallestPositive, largest * RESOLUTION);
        return smallest >= reference ? OptionalDouble.empty() : OptionalDouble.of(powerOfTenBelow(reference));
    }

    private static double powerOfTenBelow(double value) {
        return Double.parseDouble("1e" + (int) (Math.ceil(Math.log10(value)) - 1));
    }
}
