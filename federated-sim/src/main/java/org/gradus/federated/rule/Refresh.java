package org.gradus.federated.rule;

import org.gradus.optim.option.Require;
import org.gradus.optim.program.Expr;
import org.gradus.optim.program.Trace;

/**
 * When a delayed second moment takes in the gradient: in local steps 0, z, 2z, ..., or in all steps of the epochs
 * 0, z, 2z, ... of so many steps. {@code due} is 1 in such a step, otherwise 0.
 */
record Refresh(Expr due) {
    static void check(long delay, long stepsPerEpoch, double eps, double epsS) {
        Require.check(delay >= 1, "delay", "at least 1", delay);
        Require.check(stepsPerEpoch >= 1, "stepsPerEpoch", "at least 1", stepsPerEpoch);
        Require.nonNegative("eps", eps);
        Require.nonNegative("epsS", epsS);
    }

    static Refresh of(Trace t, long delay, long stepsPerEpoch) {
        if (delay == 1) return new Refresh(t.constant(1));
        Expr[] age = new Expr[1];
        // The place in the period of delay * stepsPerEpoch steps; the state starts at its beginning.
        t.scalar("age", 0, before -> {
            age[0] = before;
            Expr next = before.plus(1);
            return next.ifLess(t.constant(delay * stepsPerEpoch), next, t.constant(0));
        });
        return new Refresh(age[0].ifLess(t.constant(stepsPerEpoch), t.constant(1), t.constant(0)));
    }

    /** {@code then} in a step that refreshes, else {@code otherwise}. */
    Expr choose(Trace t, Expr then, Expr otherwise) {
        return t.constant(0).ifLess(due, then, otherwise);
    }

    /** Refreshes so far, with this step's. */
    Expr count(Trace t) {
        return t.scalar("refreshes", 0, n -> n.plus(due));
    }

    /** What the second moment is divided by. */
    Expr correction(Trace t, BiasCorrection mode, double beta2) {
        if (mode == BiasCorrection.NONE) return t.constant(1);
        Expr power = mode == BiasCorrection.EXACT ? count(t)
                : t.scalar("lastRefresh", 0, last -> choose(t, t.step(), last));
        return t.constant(1).minus(t.constant(beta2).power(power));
    }

    /** {@code numerator / (sqrt(nu) + eps)}; 0 where the denominator is 0; 0 where the result is smaller than epsS. */
    static Expr quotient(Trace t, Expr numerator, Expr nu, double eps, double epsS) {
        Expr q = numerator.overOrZero(nu.sqrt().plus(eps));
        return epsS == 0 ? q : q.abs().ifLess(t.constant(epsS), t.constant(0), q);
    }
}
