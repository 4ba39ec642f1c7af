package org.gradus.experiments.sweep;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gradus.experiments.document.Yaml;
import org.gradus.experiments.result.Quantity;

/**
 * The spec with the best values in place; comments say how they were found.
 *
 * @param root the spec as it was given
 */
record BestSpec(SweepOutcome outcome, Map<String, Object> root) {
    String text() {
        StringBuilder text = new StringBuilder();
        text.append("# Tuned by 'gradus sweep': ").append(outcome.how()).append(".\n")
                .append("# Criterion: the smallest median training loss at the end; diverged runs count as infinitely")
                .append(" large; held-out data had no say.\n");
        Map<String, Object> winners = new LinkedHashMap<>();
        for (Search search : outcome.searches()) {
            winners.put(search.contestant().label(), winner(search));
            text.append("#   ").append(search.contestant().label()).append(": ").append(comment(search)).append('\n');
        }
        return text.append(Yaml.text(outcome.contest().with(root, winners))).toString();
    }

    /** Where everything diverged there is no best: the spec's own values stay. */
    private static Object winner(Search search) {
        Candidate best = search.best();
        return best.diverged() ? search.contestant().written() : search.contestant().with(best.values());
    }

    private static String comment(Search search) {
        if (search.contestant().knobs().isEmpty()) return "as it was, it has nothing of what was tuned";
        Candidate best = search.best();
        if (best.diverged()) return "as it was, all candidates diverged";
        StringBuilder text = new StringBuilder(Candidate.text(best.values()));
        text.append(", median loss ").append(Quantity.text("%.4g", best.median())).append(", in ")
                .append(search.searched().ranges());
        search.edges().forEach(e -> text.append("; ").append(e.option()).append(" is at an edge"));
        return text.toString();
    }
}
