package org.gradus.theory.tailopt;

import org.gradus.optim.option.Require;

/**
 * What a clip does to a gradient with heavy-tailed noise, for any law of noise with {@code E|xi|^alpha <= B^alpha}, 1 &lt;
 * alpha &lt;= 2: bounds on its bias and its second moment. They rest on {@code (r-1)_+ <= c r^alpha} with {@code c =
 * (alpha-1)^(alpha-1) / alpha^alpha}.
 */
final class ClipConstants {
    private ClipConstants() {}

    static double c(double alpha) {
        Require.check(alpha >= 1 && alpha <= 2, "alpha", "in [1, 2]", alpha);
        return Math.pow(alpha - 1, alpha - 1) / Math.pow(alpha, alpha);
    }

    /**
     * {@code |E clip_u(g) - grad| <= c B^alpha (u-G)^(1-alpha)} of L2Clip, and of a coordinate under BiClip without lower
     * threshold; a lower threshold d adds d.
     *
     * @param moment {@code B^alpha}
     * @param slope G, at least the gradient's length, below u
     */
    static double bias(double alpha, double moment, double slope, double upper) {
        return c(alpha) * moment * Math.pow(upper - slope, 1 - alpha);
    }

    /** {@code E|clip(g)|^2 <= min(u^2, d^2 + (G + sqrt(B^alpha u^(2-alpha)))^2)}, d = 0 for L2Clip. */
    static double secondMoment(double alpha, double moment, double slope, double upper, double lower) {
        return Math.min(upper * upper,
                lower * lower + Math.pow(slope + Math.sqrt(moment * Math.pow(upper, 2 - alpha)), 2));
    }

    /** {@code E BiClip_{u,d}(X)^2} of symmetric Pareto X, {@code P(|X| > s) = s^-a} for s &gt;= 1; u at least 1. */
    static double paretoSecondMoment(double a, double upper, double lower) {
        double from = Math.max(1, lower);
        double tail = a == 2 ? 2 * Math.log(upper / from)
                : 2 * (Math.pow(upper, 2 - a) - Math.pow(from, 2 - a)) / (2 - a);
        return from * from + tail;
    }
}
