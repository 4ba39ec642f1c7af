package org.gradus.optim.rule;

import org.gradus.optim.program.Expr;
import org.gradus.optim.program.Trace;
import org.gradus.optim.schedule.Constant;
import org.gradus.optim.schedule.Schedule;

/** Weight decay, coupled or decoupled by what it is added to. */
final class Decay {
    private Decay() {}

    /** The gradient with coupled decay (L2 regularization) added: {@code g + weightDecay p}. */
    static Expr coupled(Trace t, Schedule weightDecay) {
        return add(t, t.gradient(), weightDecay);
    }

    /** {@code x + weightDecay p}; just x where the decay is always zero. */
    static Expr add(Trace t, Expr x, Schedule weightDecay) {
        return isZero(weightDecay) ? x : x.plus(t.parameter().times(t.schedule("weightDecay", weightDecay)));
    }

    /** Whether a hyperparameter is always zero, so that what it multiplies need not exist. */
    static boolean isZero(Schedule schedule) {
        return schedule instanceof Constant c && c.value() == 0;
    }
}
