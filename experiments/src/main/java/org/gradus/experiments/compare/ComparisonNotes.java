package org.gradus.experiments.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.gradus.experiments.result.Measure;
import org.gradus.experiments.spec.ComparisonRule.Test;
import org.gradus.experiments.spec.ComparisonRule;

/** What must be said below the tables: the rule, how to read the numbers, and what they cannot show. */
public final class ComparisonNotes {
    /** The t test of fewer differences leans on their being normal. */
    private static final int FEW = 6;

    private final Comparisons comparisons;
    private final ComparisonRule rule;
    private final List<String> notes = new ArrayList<>();

    private ComparisonNotes(Comparisons comparisons) {
        this.comparisons = comparisons;
        this.rule = comparisons.rule();
    }

    /** One sentence or two each. */
    public static List<String> of(Comparisons comparisons) {
        return new ComparisonNotes(comparisons).notes();
    }

    private List<String> notes() {
        int missing = comparisons.results().missing();
        int runs = missing + comparisons.results().finished();
        if (!comparisons.fixed()) notes.add("Exploring: not the rule of the spec, so nothing here was decided beforehand.");
        if (missing > 0) notes.add(missing + " of " + runs + " runs are not finished.");
        notes.add("Rule: " + Measure.words(rule.metric()) + " at the end against the baseline, paired by seed, test "
                + rule.test() + ", Holm over " + count("comparison", comparisons.all().size()) + ".");
        notes.add("With " + ComparisonTables.percent(rule) + " confidence no verdict of a difference is false;"
                + " an interval is for its own comparison alone.");
        centre();
        if (any(c -> c.pairs().contestantDiverged() + c.pairs().baselineDiverged() > 0)) {
            notes.add("A run that diverged counts as worse than every finished one, and as equal to another that diverged;"
                    + " only ranks can say that, so wilcoxon decides where there is one.");
        }
        power();
        return notes;
    }

    private void centre() {
        if (any(c -> c.effect().ratio())) {
            notes.add("x: ratio to the baseline (geometric mean); without x: difference, where a value is not above 0.");
        }
        if (any(c -> c.effect().test() == Test.WILCOXON)) {
            notes.add("With wilcoxon the effect is Hodges' and Lehmann's, the median of means of two differences.");
        }
    }

    /** Rules that cannot find anything must not look as if there were nothing to find. */
    private void power() {
        if (any(c -> c.effect().test() == Test.T && c.pairs().size() < FEW)) {
            notes.add("With fewer than " + FEW + " seeds the t test relies on differences being normal.");
        }
        int m = comparisons.all().size();
        double significance = 1 - rule.confidence();
        boolean ranked = any(c -> c.effect().test() == Test.WILCOXON);
        boolean able = any(c -> c.effect().test() == Test.T || c.effect().test() == Test.WILCOXON
                && m * SignedRanks.smallestP(c.pairs().size()) <= significance);
        if (ranked && !able) {
            int seeds = 1;
            while (m * SignedRanks.smallestP(seeds) > significance) seeds++;
            notes.add("So few seeds cannot show any difference by wilcoxon in " + count("comparison", m) + "; " + seeds
                    + " could.");
        }
    }

    private static String count(String what, int n) {
        return n + " " + what + (n == 1 ? "" : "s");
    }

    private boolean any(Predicate<Comparison> condition) {
        return comparisons.all().stream().anyMatch(condition);
    }
}
