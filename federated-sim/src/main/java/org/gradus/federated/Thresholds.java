package org.gradus.federated;

import org.gradus.federated.rule.L2Clip;
import org.gradus.optim.Chain;
import org.gradus.optim.Optimizer;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.rule.BiClip;
import org.gradus.optim.schedule.Schedule;

/** Clips whose thresholds are schedules: these may cross in some round, which only shows then. */
final class Thresholds {
    private Thresholds() {}

    /** @throws InvalidInput if a lower threshold is above its upper one */
    static void check(String where, Optimizer optimizer, long time) {
        if (optimizer instanceof Chain chain) chain.stages().forEach(stage -> check(where, stage.optimizer(), time));
        if (optimizer instanceof BiClip clip) check(where + " bi-clip", clip.lower(), clip.upper(), time);
        if (optimizer instanceof L2Clip clip) check(where + " l2-clip", clip.lower(), clip.upper(), time);
    }

    private static void check(String where, Schedule lower, Schedule upper, long time) {
        double low = lower.at(time);
        double high = upper.at(time);
        if (!(low >= 0 && low <= high && low < Double.POSITIVE_INFINITY)) {
            throw new InvalidInput(where + ": at time " + time + " the thresholds are " + low + " and " + high
                    + "; the lower one must be finite and at most the upper one");
        }
    }
}
