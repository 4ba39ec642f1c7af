package org.gradus.optim.option;


/** Range checks of options, each with a message that names the option, the range and the value. */
public final class Require {
    private Require() {}

    /** A decay rate: 0 &lt;= value &lt; 1. */
    public static void decayRate(String name, double value) {
        check(value >= 0 && value < 1, name, "in [0, 1)", value);
    }

    public static void fraction(String name, double value) {
        check(value >= 0 && value <= 1, name, "in [0, 1]", value);
    }

    public static void nonNegative(String name, double value) {
        check(value >= 0 && Double.isFinite(value), name, "a finite number >= 0", value);
    }

    public static void positive(String name, double value) {
        check(value > 0 && Double.isFinite(value), name, "a finite number > 0", value);
    }

    public static void finite(String name, double value) {
        check(Double.isFinite(value), name, "a finite number", value);
    }

    /** Any other condition: {@code check(end <= steps, "end", "at most steps (100)", end)}. */
    public static void check(boolean holds, String name, String range, Object value) {
        if (!holds) throw new InvalidInput(name + " must be " + range + ", but is " + value);
    }
}
