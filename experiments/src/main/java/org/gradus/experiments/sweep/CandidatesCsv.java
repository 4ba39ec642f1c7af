package org.gradus.experiments.sweep;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.gradus.experiments.document.Csv;

/** Every candidate with its losses, one a line; {@code inf} where a run diverged, empty where there is no such option. */
record CandidatesCsv(SweepOutcome outcome) {
    String text() {
        Set<String> options = new LinkedHashSet<>();
        outcome.searches().forEach(s -> options.addAll(s.contestant().knobs().keySet()));
        List<String> heading = new ArrayList<>(List.of("contestant", "round", "candidate", "best", "median"));
        outcome.tuning().seeds().forEach(seed -> heading.add("seed " + seed));
        heading.addAll(options);
        StringBuilder text = new StringBuilder(Csv.line(heading));
        for (Search search : outcome.searches()) {
            Candidate best = search.best();
            for (Candidate c : search.tried()) text.append(Csv.line(cells(search, c, c == best, options)));
        }
        return text.toString();
    }

    private static List<String> cells(Search search, Candidate c, boolean best, Set<String> options) {
        List<String> cells = new ArrayList<>(List.of(search.contestant().label(), Integer.toString(c.round()),
                Integer.toString(c.number()), best ? "1" : "0", number(c.median())));
        for (double loss : c.losses()) cells.add(number(loss));
        for (String option : options) cells.add(Candidate.text(c.values().getOrDefault(option, "")));
        return cells;
    }

    private static String number(double value) {
        return Double.isInfinite(value) ? "inf" : Double.toString(value);
    }
}
