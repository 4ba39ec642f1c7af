package org.gradus.optim.schedule;

import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Require;

/** Range checks of hyperparameters that may change: a constant is checked when the rule is made. */
public final class Rates {
    private Rates() {}

    /** A rate or a weight decay. */
    public static void nonNegative(String name, Schedule schedule) {
        if (isConstant(name, schedule)) Require.nonNegative(name, value(schedule));
    }

    /** The decay of a momentum: 0 &lt;= value &lt; 1. */
    public static void decayRate(String name, Schedule schedule) {
        if (isConstant(name, schedule)) Require.decayRate(name, value(schedule));
    }

    /** A factor of either sign. */
    public static void finite(String name, Schedule schedule) {
        if (isConstant(name, schedule)) Require.finite(name, value(schedule));
    }

    /** A limit; Infinity means none. */
    public static void limit(String name, Schedule schedule) {
        if (isConstant(name, schedule)) Require.check(value(schedule) >= 0, name, "a number >= 0", value(schedule));
    }

    private static boolean isConstant(String name, Schedule schedule) {
        if (schedule == null) throw new InvalidInput(name + " has no value");
        return schedule instanceof Constant;
    }

    private static double value(Schedule schedule) {
        return ((Constant) schedule).value();
    }
}
