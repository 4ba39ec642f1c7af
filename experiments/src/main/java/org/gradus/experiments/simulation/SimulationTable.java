package org.gradus.experiments.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.gradus.experiments.run.ResultTable;
import org.gradus.experiments.spec.Round;
import org.gradus.experiments.spec.Study;
import org.gradus.experiments.spec.Study.Point;
import org.gradus.plots.Sensitivity;

/**
 * What came out of an experiment with simulated clients, a table for each study: medians over the seeds, diverged ones
 * counting as infinitely large, and 20-80 % bands; over a grid, the best value of its last option.
 */
public final class SimulationTable {
    private static final int MANY_SEEDS = 10;

    private final SimulationOutcome outcome;

    public SimulationTable(SimulationOutcome outcome) {
        this.outcome = outcome;
    }

    /** The tables, each with its heading. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        outcome.spec().studies().forEach((name, study) -> {
            if (!name.isEmpty()) lines.add((lines.isEmpty() ? "" : "\n") + name);
            lines.addAll(ResultTable.aligned(study.points().size() > 1 ? best(name, study) : results(name, study)));
        });
        return lines;
    }

    private List<List<String>> best(String name, Study study) {
        Sensitivities s = Sensitivities.of(outcome, name, study);
        List<List<String>> rows = new ArrayList<>();
        int one = Arrays.binarySearch(s.values(), 1);
        rows.add(List.of("curve", "best " + s.option(), "median loss there", one >= 0 ? "at 1" : "", "diverged"));
        for (Sensitivity curve : s.curves()) {
            int best = curve.best();
            boolean end = best == 0 || best == s.values().length - 1;
            rows.add(List.of(curve.name(), Round.text(s.values()[best]) + (end ? " (an end)" : ""), loss(curve.median(best)),
                    one >= 0 ? loss(curve.median(one)) : "", Integer.toString(curve.diverged())));
        }
        return rows;
    }

    private List<List<String>> results(String name, Study study) {
        Point point = study.points().get(0);
        Set<String> metrics = outcome.summaries().stream().filter(s -> s.study().equals(name))
                .flatMap(s -> s.metrics().keySet().stream()).filter(m -> !m.endsWith("Loss"))
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        boolean many = outcome.spec().seeds().size() >= MANY_SEEDS;
        List<List<String>> rows = new ArrayList<>();
        List<String> heading = new ArrayList<>(List.of("algorithm", "training loss (20-80 %)"));
        if (many) heading.addAll(List.of("mean", "largest"));
        metrics.forEach(m -> heading.add(SimulationFigures.words(m) + " (20-80 %)"));
        heading.addAll(List.of("MB down", "MB up", "virtual s", "s", "seeds"));
        rows.add(heading);
        for (String label : study.algorithms().keySet()) rows.add(row(outcome.of(name, point, label), label, metrics, many));
        return rows;
    }

    private static List<String> row(List<SimulationSummary> seeds, String label, Set<String> metrics, boolean many) {
        List<String> row = new ArrayList<>(List.of(label, band(seeds, SimulationSummary::excess, SimulationTable::loss)));
        if (many) {
            double[] losses = seeds.stream().mapToDouble(SimulationSummary::excess).toArray();
            row.add(loss(Arrays.stream(losses).average().orElse(Double.NaN)));
            row.add(loss(Arrays.stream(losses).max().orElse(Double.NaN)));
        }
        for (String metric : metrics) {
            DoubleFunction<String> text = metric.endsWith("Accuracy") ? v -> ResultTable.number("%.1f %%", 100 * v)
                    : v -> ResultTable.number("%.3f", v);
            row.add(band(seeds, s -> s.metrics().getOrDefault(metric, Double.NaN), text));
        }
        row.add(ResultTable.number("%.2f", median(seeds, s -> s.down() * 1e-6)));
        row.add(ResultTable.number("%.2f", median(seeds, s -> s.up() * 1e-6)));
        row.add(ResultTable.number("%.4g", median(seeds, SimulationSummary::seconds)));
        row.add(ResultTable.number("%.2f", median(seeds, SimulationSummary::wallSeconds)));
        long diverged = seeds.stream().filter(SimulationSummary::diverged).count();
        row.add(seeds.size() + (diverged > 0 ? ", " + diverged + " diverged" : ""));
        return row;
    }

    private static String loss(double value) {
        return Double.isInfinite(value) ? "diverged" : ResultTable.number("%.4g", value);
    }

    private static double median(List<SimulationSummary> seeds, Function<SimulationSummary, Double> value) {
        return ResultTable.quantile(seeds.stream().mapToDouble(value::apply).toArray(), 50);
    }

    /** Seeds without the value, which is NaN, are left out. */
    private static String band(List<SimulationSummary> seeds, Function<SimulationSummary, Double> value,
            DoubleFunction<String> text) {
        double[] values = seeds.stream().mapToDouble(value::apply).filter(v -> !Double.isNaN(v)).toArray();
        if (values.length == 0) return "-";
        String median = text.apply(quantile(values, 50));
        return values.length == 1 ? median : median + " (" + text.apply(quantile(values, 20)) + " to "
                + text.apply(quantile(values, 80)) + ")";
    }

    /** Interpolation between infinities would be NaN. */
    private static double quantile(double[] values, double percent) {
        double quantile = ResultTable.quantile(values, percent);
        return Double.isNaN(quantile) ? Double.POSITIVE_INFINITY : quantile;
    }
}
