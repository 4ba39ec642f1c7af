package org.gradus.optim.rule;

import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Require;
import org.gradus.optim.schedule.Constant;
import org.gradus.optim.schedule.Schedule;

/** Range checks of hyperparameters that may change: a constant is checked when the rule is made. */
final class Rates {
    private Rates() {}

    /** A rate or a weight decay. */
    static void nonNegative(String name, Schedule schedule) {
        if (isConstant(name, schedule)) Require.nonNegative(name, value(schedule));
    }

    /** The decay of a momentum: 0 &lt;= value &lt; 1. */
    static void decayRate(String name, Schedule schedule) {
        if (isConstant(name, schedule)) Require.decayRate(name, value(schedule));
    }

    /** A factor of either sign. */
    static void finite(String name, Schedule schedule) {
        if (isConstant(name, schedule)) Require.finite(name, value(schedule));
    }

    /** A limit; Infinity means none. */
    static void limit(String name, Schedule schedule) {
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
