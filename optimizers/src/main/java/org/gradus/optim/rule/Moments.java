package org.gradus.optim.rule;

import org.gradus.optim.program.Expr;
import org.gradus.optim.program.Trace;

/**
 * The averages of Adam and its relatives: {@code mu} of gradients, {@code nu} of their squares, and what each is
 * divided by because it starts at zero.
 */
record Moments(Expr mu, Expr nu, Expr c1, Expr c2) {
    /** Exponential moving averages (Kingma and Ba 2015, Algorithm 1), kept as state mu and nu. */
    static Moments of(Trace t, Expr g, double beta1, double beta2, boolean corrected) {
        Expr mu = t.state("mu", m -> m.lerp(g, 1 - beta1));
        Expr nu = t.state("nu", v -> v.lerp(g.square(), 1 - beta2));
        return new Moments(mu, nu, t.biasCorrection(beta1, corrected),
                t.biasCorrection(beta2, corrected));
    }

    /** {@code rate mu / (sqrt(nu) + eps)}, both corrected, by the convention for eps. */
    Expr step(Expr rate, double eps, EpsPlace place) {
        // The rate goes to mu: there the host multiplies it with the correction.
        Expr scaled = mu.times(rate);
        return switch (place) {
            case OUTSIDE -> quotient(scaled.over(c1), nu.over(c2).sqrt(), eps);
            case INSIDE -> eps == 0 ? quotient(scaled.over(c1), nu.over(c2).sqrt(), 0)
                    : scaled.over(c1).over(nu.over(c2).plus(eps).sqrt());
            case UNCORRECTED -> quotient(scaled.times(c2.sqrt().over(c1)), nu.sqrt(), eps);
        };
    }

    /** {@code numerator / (root + eps)}; without eps, 0 where the root is 0. */
    static Expr quotient(Expr numerator, Expr root, double eps) {
        return eps == 0 ? numerator.overOrZero(root) : numerator.over(root.plus(eps));
    }
}
