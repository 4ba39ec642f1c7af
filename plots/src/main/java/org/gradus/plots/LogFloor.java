package org.gradus.plots;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;

/**
 * The value at which a log axis draws what it cannot show: zero, negative values, and values so small beside the largest
 * (below float64's resolution of it) that they would stretch the axis. Always a power of ten.
 */
final class LogFloor {

    private static final double RESOLUTION = 1e-16;

    private LogFloor() {}

    /** The floor that these runs need, or empty if a log axis shows all their values. */
    static OptionalDouble of(List<Run> runs) {
        double smallest = values(runs, run -> true).min().orElse(1);
        double smallestPositive = values(runs, run -> true).filter(v -> v > 0).min().orElse(RESOLUTION);
        // A diverged run's last values may be astronomic; they must not set the scale for the others.
        double largest = values(runs, run -> !run.diverged()).max().orElse(smallestPositive);
        double reference = Math.max(smallestPositive, largest * RESOLUTION);
        return smallest >= reference ? OptionalDouble.empty() : OptionalDouble.of(powerOfTenBelow(reference));
    }

    private static DoubleStream values(List<Run> runs, Predicate<Run> which) {
        return runs.stream().filter(which).flatMapToDouble(run -> DoubleStream.of(run.y()));
    }

    private static double powerOfTenBelow(double value) {
        return Double.parseDouble("1e" + (int) (Math.ceil(Math.log10(value)) - 1));
    }
}
