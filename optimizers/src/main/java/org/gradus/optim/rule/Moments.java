package org.gradus.optim.rule;

import org.gradus.optim.program.Expr;
import org.gradus.optim.program.Trace;
import org.gradus.optim.schedule.Constant;
import org.gradus.optim.schedule.Schedule;

/** The pieces that Adam and its relatives share. */
final class Moments {
    private Moments() {}

    /** {@code 1 - beta^t}: what an average that starts at zero is divided by; 1 where it is not corrected. */
    static Expr correction(Trace t, double beta, boolean corrected) {
        return corrected ? t.constant(1).minus(t.constant(beta).power(t.step())) : t.constant(1);
    }

    /**
     * {@code mu / (sqrt(nu) + eps)} with both moments corrected, by the convention for eps; 0/0 is 0. A rate goes in
     * as a factor of mu, where the host multiplies it with the correction.
     */
    static Expr ratio(Trace t, Expr mu, Expr c1, Expr nu, Expr c2, double eps, EpsPlace place) {
        return switch (place) {
            case OUTSIDE -> quotient(mu.over(c1), nu.over(c2).sqrt(), eps);
            case INSIDE -> eps == 0 ? quotient(mu.over(c1), nu.over(c2).sqrt(), 0)
                    : mu.over(c1).over(nu.over(c2).plus(eps).sqrt());
            case UNCORRECTED -> quotient(mu.times(c2.sqrt().over(c1)), nu.sqrt(), eps);
        };
    }

    /** {@code numerator / (root + eps)}; without eps, 0 where the root is 0. */
    static Expr quotient(Expr numerator, Expr root, double eps) {
        return eps == 0 ? numerator.overOrZero(root) : numerator.over(root.plus(eps));
    }

    /** The gradient with coupled decay (L2 regularization) added: {@code g + weightDecay p}. */
    static Expr decayed(Trace t, Schedule weightDecay) {
        return addDecay(t, t.gradient(), weightDecay);
    }

    /** {@code x + weightDecay p}; just x where the decay is always zero. */
    static Expr addDecay(Trace t, Expr x, Schedule weightDecay) {
        return isZero(weightDecay) ? x : x.plus(t.schedule("weightDecay", weightDecay).times(t.parameter()));
    }

    static boolean isZero(Schedule schedule) {
        return schedule instanceof Constant c && c.value() == 0;
    }
}
