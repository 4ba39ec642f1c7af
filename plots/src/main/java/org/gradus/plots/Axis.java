package org.gradus.plots;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * One axis of a figure.
 *
 * @param label may be empty
 * @param log whether it is logarithmic
 * @param ticks labelled values
 * @param floor where a log axis draws values that it cannot show; empty if there are none
 */
public record Axis(String label, boolean log, Range range, List<Tick> ticks, OptionalDouble floor) {

    public Axis {
        ticks = List.copyOf(ticks);
    }

    static Axis of(String label, boolean log, Range range) {
        return new Axis(label, log, range, log ? Tick.log(range) : Tick.linear(range), OptionalDouble.empty());
    }

    /** An axis on which values were raised to {@code floor}; the tick there says so. */
    static Axis of(String label, boolean log, Range range, OptionalDouble floor) {
        Axis axis = of(label, log, range);
        if (floor.isEmpty() || !range.contains(floor.getAsDouble())) {
            return new Axis(label, log, range, axis.ticks, floor);
        }
        double value = floor.getAsDouble();
        List<Tick> ticks = new ArrayList<>(axis.ticks);
        ticks.removeIf(tick -> tick.value() < 5 * value);
        ticks.add(0, new Tick(value, "≤ " + Tick.power(value)));
        return new Axis(label, log, range, ticks, floor);
    }

    /** An axis of named rows at heights 1, 2, ..., the first name on top. */
    static Axis rows(List<String> names) {
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            ticks.add(new Tick(names.size() - i, names.get(i)));
        }
        return new Axis("", false, new Range(0.4, names.size() + 0.6), ticks, OptionalDouble.empty());
    }

    Axis withTicks(List<Tick> other) {
        return new Axis(label, log, range, other, floor);
    }

    /** Where a value lies between the ends of the axis, from 0 to 1. */
    double fraction(double value) {
        return (scaled(value) - scaled(range.low())) / (scaled(range.high()) - scaled(range.low()));
    }

    /** The value that lies there. */
    double at(double fraction) {
        double scaled = scaled(range.low()) + fraction * (scaled(range.high()) - scaled(range.low()));
        return log ? Math.pow(10, scaled) : scaled;
    }

    private double scaled(double value) {
        return log ? Math.log10(value) : value;
    }
}
