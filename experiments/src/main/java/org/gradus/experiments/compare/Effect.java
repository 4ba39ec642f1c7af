package org.gradus.experiments.compare;

import org.gradus.experiments.result.Measure;
import org.gradus.experiments.spec.ComparisonRule.Test;
import org.gradus.experiments.spec.ComparisonRule;

/**
 * How far a contestant is from the baseline.
 *
 * @param ratio    whether it is the ratio to the baseline (geometric mean), and not the difference
 * @param estimate the ratio or difference; infinite, or a ratio of 0, where diverged runs decide it; NaN without pairs
 * @param low      end of its interval, for this comparison alone; NaN where there is none
 * @param high     the other end
 * @param test     that was made; null where none was
 * @param p        two-sided, before Holm; NaN where nothing was tested
 */
public record Effect(boolean ratio, double estimate, double low, double high, Test test, double p) {
    static Effect of(Pairs pairs, ComparisonRule rule) {
        Scale scale = Measure.isLoss(rule.metric()) && pairs.positive() ? Scale.RATIO : Scale.DIFFERENCE;
        double[] differences = pairs.differences(scale);
        if (differences.length == 0) return of(scale, null, Location.alone(Double.NaN));
        if (differences.length == 1 || pairs.withoutChance()) return of(scale, null, Location.alone(differences[0]));
        boolean student = rule.test() == Test.T && StudentT.applies(differences, pairs.magnitude(scale));
        return student ? of(scale, Test.T, StudentT.of(differences, rule.confidence()))
                : of(scale, Test.WILCOXON, SignedRanks.of(differences, rule.confidence()));
    }

    private static Effect of(Scale scale, Test test, Location at) {
        return new Effect(scale == Scale.RATIO, scale.effect(at.estimate()), scale.effect(at.low()), scale.effect(at.high()),
                test, at.p());
    }

    /** Below 0 where the contestant has less than the baseline. */
    double direction() {
        return ratio ? estimate - 1 : estimate;
    }

    /** Whether there is an interval. */
    public boolean bounded() {
        return !Double.isNaN(low);
    }
}
