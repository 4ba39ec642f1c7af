package org.gradus.experiments.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.gradus.experiments.spec.Round;
import org.gradus.experiments.spec.Variation;

/** What came out, one line an optimizer and round: medians over the seeds that did not diverge, and their 20-80 % bands. */
public final class ResultTable {
    private final Outcome outcome;

    public ResultTable(Outcome outcome) {
        this.outcome = outcome;
    }

    /** The table, its heading first. */
    public List<String> lines() {
        List<List<String>> rows = new ArrayList<>();
        boolean accuracy = outcome.summaries().stream().anyMatch(s -> s.metrics().containsKey("testAccuracy"));
        rows.add(new ArrayList<>(List.of("optimizer", "training loss (20-80 %)", "seconds", "state bytes", "seeds")));
        if (accuracy) rows.get(0).add(2, "test accuracy (20-80 %)");
        for (Round round : outcome.spec().rounds()) {
            for (String label : outcome.spec().optimizers().byLabel().keySet()) rows.add(row(round, label, accuracy));
        }
        Variation vary = outcome.spec().vary();
        if (!vary.isNone()) rows.get(0).add(0, vary.option());
        return aligned(rows);
    }

    private List<String> row(Round round, String label, boolean accuracy) {
        List<Summary> all = outcome.of(round, label);
        List<Summary> finished = all.stream().filter(s -> !s.diverged()).toList();
        List<String> row = new ArrayList<>();
        round.varied().values().forEach(value -> row.add(Round.text(value)));
        row.add(label);
        row.add(band(finished, Summary::trainLoss, v -> number("%.4g", v)));
        if (accuracy) row.add(band(finished, s -> s.metrics().get("testAccuracy"), v -> number("%.1f %%", 100 * v)));
        row.add(finished.isEmpty() ? "-" : number("%.2f", quantile(values(finished, Summary::seconds), 50)));
        row.add(number("%,d", all.get(0).stateBytes()));
        long diverged = all.size() - finished.size();
        row.add(all.size() + (diverged > 0 ? ", " + diverged + " diverged" : ""));
        return row;
    }

    private static String band(List<Summary> trials, Function<Summary, Double> value, DoubleFunction<String> text) {
        double[] values = values(trials, value);
        if (values.length == 0) return "-";
        String median = text.apply(quantile(values, 50));
        if (values.length == 1) return median;
        return median + " (" + text.apply(quantile(values, 20)) + " to " + text.apply(quantile(values, 80)) + ")";
    }

    private static double[] values(List<Summary> trials, Function<Summary, Double> value) {
        return trials.stream().map(value).filter(Objects::nonNull).mapToDouble(Double::doubleValue).toArray();
    }

    /** With linear interpolation, as in the figures. */
    public static double quantile(double[] values, double percent) {
        return new Percentile(percent).withEstimationType(Percentile.EstimationType.R_7).evaluate(values);
    }

    public static String number(String format, Object value) {
        return String.format(Locale.ROOT, format, value);
    }

    public static List<String> aligned(List<List<String>> rows) {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int c = column;
                int width = rows.stream().mapToInt(r -> r.get(c).length()).max().orElse(0);
                line.append(String.format("%-" + (width + 2) + "s", row.get(column)));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
