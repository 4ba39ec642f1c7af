package org.gradus.experiments.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradus.experiments.document.Csv;
import org.gradus.theory.Result;

/** Results as rows: for a terminal, as JSON and as CSV. */
public final class ClaimTable {
    private ClaimTable() {}

    /** A line a claim, the heading first. */
    public static List<String> lines(List<Result> results) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("claim", "verdict", "tightest", "control", "seconds"));
        for (Result r : results) {
            rows.add(List.of(r.about().id(), r.sentence(), tightest(r), control(r),
                    String.format(Locale.ROOT, "%.1f", r.seconds())));
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int c = column;
                int width = rows.stream().mapToInt(other -> other.get(c).length()).max().orElse(0);
                line.append(String.format("%-" + (width + 2) + "s", row.get(column)));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /** The largest ratio of left to right, in four digits; "-" if there is none. */
    static String tightest(Result r) {
        return Double.isNaN(r.tightest()) ? "-" : String.format(Locale.ROOT, "%.4g", r.tightest());
    }

    static String control(Result r) {
        return r.control().map(verdict -> r.controlCaught() ? "caught" : "MISSED: " + verdict).orElse("-");
    }

    /** {@code {"claims": [...]}}, to be written as JSON; the keys are part of the command line's contract. */
    public static Map<String, Object> json(List<Result> results) {
        return Map.of("claims", results.stream().map(ClaimTable::json).toList());
    }

    private static Map<String, Object> json(Result r) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", r.about().id());
        row.put("source", r.about().source());
        row.put("provenance", r.about().provenance().toString());
        row.put("verdict", r.verdict().toString());
        row.put("draws", r.draws());
        row.put("tightest", Double.isNaN(r.tightest()) ? null : r.tightest());
        Map<String, Object> control = new LinkedHashMap<>();
        control.put("verdict", r.control().map(Object::toString).orElse(null));
        row.put("control", control);
        row.put("seconds", r.seconds());
        return row;
    }

    /** A line a claim, as CSV with a heading. */
    static String csv(List<Result> results) {
        StringBuilder csv = new StringBuilder("id,title,source,provenance,verdict,draws,outside,tightest,tightest"
                + " comparison,control,seconds\n");
        for (Result r : results) {
            List<Object> row = List.of(r.about().id(), r.about().title(), r.about().source(), r.about().provenance(),
                    r.verdict(),
                    r.draws(), r.outside(), r.tightest(), r.tightestName(), r.control().map(Object::toString).orElse(""),
                    r.seconds());
            csv.append(Csv.line(row));
        }
        return csv.toString();
    }
}
