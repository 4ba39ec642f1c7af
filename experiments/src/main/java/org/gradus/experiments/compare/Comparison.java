package org.gradus.experiments.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.gradus.experiments.result.Measure;
import org.gradus.experiments.spec.ComparisonRule.Test;
import org.gradus.experiments.spec.ComparisonRule;

/**
 * A contestant beside the baseline, under equal conditions.
 *
 * @param study  empty where there is one
 * @param varied the options in which conditions differ, with their values
 * @param holm   the p-value among all comparisons of the experiment (Holm); NaN where nothing was tested
 */
public record Comparison(String study, Map<String, Double> varied, String contestant, String baseline, Pairs pairs,
        Effect effect, double holm, ComparisonRule rule) {
    private static final int NAMED_SEEDS = 8;

    /** What is shown, in words: {@code "lower loss than adam"}. */
    public String verdict() {
        if (pairs.size() == 0) return "no pair of results";
        if (pairs.withoutChance()) return than() + (effect.direction() == 0 ? "" : ", whatever the seed");
        if (pairs.size() == 1) return "one seed shows nothing";
        return differs() ? than() : "no difference shown";
    }

    /** Whether the rule's test shows a difference. */
    public boolean differs() {
        return holm <= 1 - rule.confidence() && effect.direction() != 0;
    }

    Comparison among(double holm) {
        return new Comparison(study, varied, contestant, baseline, pairs, effect, holm, rule);
    }

    private String than() {
        String metric = Measure.words(rule.metric());
        double direction = effect.direction();
        if (direction == 0) return "the same " + metric + " as " + baseline;
        return (direction < 0 ? "lower " : "higher ") + metric + " than " + baseline;
    }

    /** What the reader must know of this comparison: diverged runs, missing seeds, another test, too few seeds. */
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        diverged(contestant, pairs.contestantDiverged(), remarks);
        diverged(baseline, pairs.baselineDiverged(), remarks);
        lacking(contestant, pairs.withoutContestant(), remarks);
        lacking(baseline, pairs.withoutBaseline(), remarks);
        if (pairs.size() == 1) remarks.add("one seed: no interval");
        if (effect.test() == Test.WILCOXON) ranks(remarks);
        return remarks;
    }

    private void ranks(List<String> remarks) {
        if (rule.test() == Test.T) {
            boolean diverged = pairs.contestantDiverged() + pairs.baselineDiverged() > 0;
            remarks.add("wilcoxon, as t cannot take " + (diverged ? "diverged runs" : "differences that are all equal"));
        }
        double smallest = SignedRanks.smallestP(pairs.size());
        if (smallest > 1 - rule.confidence()) {
            remarks.add(String.format(Locale.ROOT, "of %d seeds p is at least %.2g: nothing can be shown", pairs.size(),
                    smallest));
        }
    }

    private static void diverged(String label, int runs, List<String> remarks) {
        if (runs > 0) remarks.add(runs + " of " + label + " diverged");
    }

    private static void lacking(String label, List<Long> seeds, List<String> remarks) {
        if (seeds.isEmpty()) return;
        String named = seeds.stream().limit(NAMED_SEEDS).map(String::valueOf).collect(Collectors.joining(", "));
        remarks.add("left out, no result of " + label + ": seed" + (seeds.size() == 1 ? " " : "s ") + named
                + (seeds.size() > NAMED_SEEDS ? ", ... (" + seeds.size() + ")" : ""));
    }
}
