package org.gradus.optim.schedule;

import org.gradus.optim.option.Require;

/** The ranges of the options that schedules share. */
final class Check {
    private Check() {}

    static void update(long t) {
        Require.check(t >= 0, "t", "an update number >= 0", t);
    }

    static void warmUp(double peak, long warmup, double start) {
        Require.nonNegative("peak", peak);
        Require.check(warmup >= 0, "warmup", "a number of updates >= 0", warmup);
        Require.nonNegative("start", start);
    }

    static void annealing(double peak, double end, long steps, long warmup, double start, boolean endInclusive) {
        warmUp(peak, warmup, start);
        Require.check(end >= 0 && end <= peak, "end", "in [0, peak], here [0, " + peak + "]", end);
        long span = endInclusive ? 2 : 1;
        Require.check(steps >= span, "steps", "a number of updates >= " + span, steps);
        long longest = steps - span;
        Require.check(warmup <= longest, "warmup", "at most " + longest + " where steps is " + steps, warmup);
    }

    /** The factor of a geometric decay. */
    static void gamma(double gamma) {
        Require.check(gamma > 0 && gamma <= 1, "gamma", "in (0, 1]", gamma);
    }
}
