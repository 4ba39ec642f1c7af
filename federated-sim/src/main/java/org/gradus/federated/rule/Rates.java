package org.gradus.federated.rule;

import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Require;
import org.gradus.optim.schedule.Constant;
import org.gradus.optim.schedule.Schedule;

/** Range checks of hyperparameters that may change: a constant is checked when the rule is made. */
final class Rates {
    private Rates() {}

    /** A rate. */
    static void nonNegative(String name, Schedule schedule) {
        if (schedule == null) throw new InvalidInput(name + " has no value");
        if (schedule instanceof Constant c) Require.nonNegative(name, c.value());
    }

    /** The decay of a momentum: 0 &lt;= value &lt; 1. */
    static void decayRate(String name, Schedule schedule) {
        if (schedule == null) throw new InvalidInput(name + " has no value");
        if (schedule instanceof Constant c) Require.decayRate(name, c.value());
    }
}
