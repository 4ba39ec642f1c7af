package org.gradus.experiments.compare;

import java.util.ArrayList;
import java.util.List;
import org.gradus.experiments.result.Condition;
import org.gradus.experiments.result.Results;
import org.gradus.experiments.result.StudyResult;
import org.gradus.experiments.spec.ComparisonRule;
import org.gradus.theory.Holm;

/**
 * Every contestant beside the baseline of its study, under every condition. The verdicts share one probability of error,
 * by {@link Holm} over all comparisons of the spec, those of runs that are still missing included.
 *
 * @param fixed whether the rule is the one in the spec
 */
public record Comparisons(Results results, ComparisonRule rule, boolean fixed, List<Comparison> all) {
    /** By the rule of the spec. */
    public static Comparisons of(Results results) {
        return of(results, ComparisonRule.of(results.folder()), true);
    }

    /** By another rule than that of the spec, so that what is shown was not decided beforehand. */
    public static Comparisons exploring(Results results, ComparisonRule rule) {
        return of(results, rule, false);
    }

    static Comparisons of(Results results, ComparisonRule rule, boolean fixed) {
        if (results.finished() > 0) {
            rule.requireMeasured(results.studies().stream().flatMap(study -> study.metrics().stream()).distinct().toList());
        }
        List<Comparison> untested = new ArrayList<>();
        for (StudyResult study : results.studies()) {
            String baseline = rule.baseline(study.labels());
            for (Condition condition : study.conditions()) {
                for (String label : study.labels()) {
                    if (!label.equals(baseline)) untested.add(compare(results, study, condition, label, baseline, rule));
                }
            }
        }
        return new Comparisons(results, rule, fixed, tested(untested));
    }

    private static Comparison compare(Results results, StudyResult study, Condition condition, String label, String baseline,
            ComparisonRule rule) {
        Pairs pairs = Pairs.of(results.seeds(), condition.runs().get(label), condition.runs().get(baseline), rule.metric());
        return new Comparison(study.name(), condition.varied(), label, baseline, pairs, Effect.of(pairs, rule), Double.NaN,
                rule);
    }

    /** What was not tested counts as a p-value of 1, so that the number of comparisons is that of the spec. */
    private static List<Comparison> tested(List<Comparison> untested) {
        double[] adjusted = Holm.adjusted(untested.stream().mapToDouble(c -> c.effect().p())
                .map(p -> Double.isNaN(p) ? 1 : p).toArray());
        List<Comparison> tested = new ArrayList<>();
        for (int i = 0; i < adjusted.length; i++) {
            Comparison c = untested.get(i);
            tested.add(c.among(Double.isNaN(c.effect().p()) ? Double.NaN : adjusted[i]));
        }
        return tested;
    }
}
