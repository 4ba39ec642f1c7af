package org.gradus.theory.localsgd;

import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Require;

/**
 * Proposition 2 of arXiv 2509.10439: the outer rate x that minimises {@code a/x + b x + c |1-x|}. Where optimization
 * dominates (large a) it is above 1, where noise dominates (large b) below 1, in between exactly 1.
 */
public final class OuterRate {
    private OuterRate() {}

    /** The minimizer; infinite where the function only falls (a &gt; 0, b = c = 0), 0 where it only rises. */
    public static double best(double a, double b, double c) {
        Require.nonNegative("a", a);
        Require.nonNegative("b", b);
        Require.nonNegative("c", c);
        if (a == 0 && b == 0 && c == 0) throw new InvalidInput("a, b and c must not all be 0: every outer rate is as good"
                + " as any other");
        if (a >= b + c) return Math.sqrt(a / (b + c));
        if (b > c && a <= b - c) return Math.sqrt(a / (b - c));
        return 1;
    }

    public static double value(double a, double b, double c, double x) {
        return a / x + b * x + c * Math.abs(1 - x);
    }
}
