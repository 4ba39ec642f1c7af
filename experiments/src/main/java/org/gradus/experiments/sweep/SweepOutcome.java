package org.gradus.experiments.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import org.gradus.experiments.result.Quantity;
import org.gradus.experiments.run.RunFolder;
import org.gradus.experiments.search.Tuning;
import org.gradus.experiments.table.Table;

/** A finished sweep: the searches of its contestants, and what came of every round. */
public record SweepOutcome(Contest contest, Tuning tuning, RunFolder folder, List<Search> searches,
        List<Contest.Tried> rounds) {
    /** Of all rounds. */
    public int runs() {
        return rounds.stream().mapToInt(Contest.Tried::runs).sum();
    }

    /** How many of the runs had been finished before. */
    public int reused() {
        return rounds.stream().mapToInt(Contest.Tried::reused).sum();
    }

    /** What the losses are. */
    String lossLabel() {
        return rounds.stream().allMatch(Contest.Tried::lessOptimum) ? "training loss - optimum" : "training loss";
    }

    /** The spec with the best values in place. */
    public Path best() {
        return folder.path().resolve("best.yaml");
    }

    /** How it was tuned, in words. */
    String how() {
        IntSummaryStatistics candidates = searches.stream().filter(s -> !s.contestant().knobs().isEmpty())
                .mapToInt(s -> s.tried().size()).summaryStatistics();
        // Lists of values may have fewer combinations than there are points.
        boolean equal = candidates.getMin() == candidates.getMax();
        String number = (equal ? "" : candidates.getMin() + " to ") + candidates.getMax();
        return tuning.method().name().toLowerCase(Locale.ROOT) + ", " + number + " candidates for each of "
                + candidates.getCount() + " contestants" + (rounds.size() == 1 ? "" : " in " + rounds.size() + " rounds")
                + ", each with " + contest.budget() + " from seeds "
                + String.join(", ", tuning.seeds().stream().map(String::valueOf).toList());
    }

    /** One line a contestant, the heading first; then what lies at an edge. */
    public List<String> lines() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("contestant", "best", "median " + lossLabel(), "candidates", "diverged", ""));
        for (Search search : searches) rows.add(row(search));
        List<String> lines = Table.aligned(rows);
        for (Search search : searches) {
            search.edges().forEach(edge -> lines.add("warning: " + edge.warning(tuning.refine())));
        }
        return lines;
    }

    private static List<String> row(Search search) {
        Candidate best = search.best();
        boolean tuned = !search.contestant().knobs().isEmpty();
        List<String> edges = search.edges().stream().map(Edge::option).distinct().toList();
        String values = tuned ? Candidate.text(best.values()) : "as it is: has nothing of what is tuned";
        return List.of(search.contestant().label(), values,
                best.diverged() ? "diverged" : Quantity.text("%.4g", best.median()),
                Integer.toString(search.tried().size()),
                Long.toString(search.tried().stream().filter(Candidate::diverged).count()),
                edges.isEmpty() ? "" : "at an edge: " + String.join(", ", edges));
    }
}
