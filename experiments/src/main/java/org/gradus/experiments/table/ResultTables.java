package org.gradus.experiments.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import org.gradus.experiments.figure.Sensitivities;
import org.gradus.experiments.result.Axis;
import org.gradus.experiments.result.Condition;
import org.gradus.experiments.result.Measure;
import org.gradus.experiments.result.Quantity;
import org.gradus.experiments.result.Results;
import org.gradus.experiments.result.RunResult;
import org.gradus.experiments.result.StudyResult;
import org.gradus.experiments.spec.Round;
import org.gradus.experiments.table.Table.Cell;
import org.gradus.plots.Sensitivity;
import org.gradus.plots.Tick;

/**
 * What came out of an experiment, a table for each study: medians over the seeds, diverged runs counting as infinitely
 * large losses, and 20-80 % bands; of a large grid, the best value of its last option.
 */
public final class ResultTables {
    private static final int MANY_SEEDS = 10;
    private static final int MOST_ROWS = 30;

    private final Results results;
    private final StudyResult study;

    private ResultTables(Results results, StudyResult study) {
        this.results = results;
        this.study = study;
    }

    public static List<Table> of(Results results) {
        return results.studies().stream().map(study -> new ResultTables(results, study).table()).toList();
    }

    private Table table() {
        boolean large = study.conditions().size() > 1 && study.conditions().size() * study.labels().size() > MOST_ROWS;
        return large ? best() : everything();
    }

    private Table best() {
        Sensitivities sensitivities = Sensitivities.of(study);
        double[] x = sensitivities.values();
        int one = Arrays.binarySearch(x, 1);
        List<String> heading = new ArrayList<>(List.of("curve", "best " + sensitivities.option(), "median loss there"));
        if (one >= 0) heading.add("at 1");
        heading.add("diverged");
        List<List<Cell>> rows = new ArrayList<>();
        for (Sensitivity curve : sensitivities.curves()) {
            int best = curve.best();
            boolean end = best == 0 || best == x.length - 1;
            List<Cell> row = new ArrayList<>(List.of(Cell.of(curve.name()),
                    new Cell(Round.text(x[best]) + (end ? " (an end)" : ""), x[best]), loss(curve.median(best))));
            if (one >= 0) row.add(loss(curve.median(one)));
            row.add(new Cell(Integer.toString(curve.diverged()), curve.diverged()));
            rows.add(row);
        }
        return new Table(study.name(), heading, rows);
    }

    private Table everything() {
        List<Column> columns = columns();
        List<String> heading = new ArrayList<>(study.options());
        heading.add(results.contestant());
        columns.forEach(c -> heading.add(c.heading()));
        List<List<Cell>> rows = new ArrayList<>();
        for (Condition condition : study.conditions()) {
            condition.runs().forEach((label, seeds) -> {
                if (seeds.isEmpty()) return;
                List<Cell> row = new ArrayList<>();
                condition.varied().values().forEach(value -> row.add(new Cell(Round.text(value), value)));
                row.add(Cell.of(label));
                columns.forEach(c -> row.add(c.of().cell(seeds)));
                rows.add(row);
            });
        }
        return new Table(study.name(), heading, rows);
    }

    private record Column(String heading, Content of) {}

    private interface Content {
        Cell cell(List<RunResult> seeds);
    }

    private List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column(study.lossLabel() + " (20-80 %)", seeds -> band("loss", ends(seeds, RunResult.LOSS))));
        if (results.seeds().size() >= MANY_SEEDS) {
            columns.add(new Column("mean", seeds -> loss(Arrays.stream(ends(seeds, RunResult.LOSS)).average().orElse(0))));
            columns.add(new Column("largest", seeds -> loss(Arrays.stream(ends(seeds, RunResult.LOSS)).max().orElse(0))));
        }
        for (String metric : study.metrics()) {
            if (Measure.isLoss(metric)) continue;
            columns.add(new Column(Measure.words(metric) + " (20-80 %)", seeds -> band(metric, ends(seeds, metric))));
        }
        results.target().ifPresent(target -> columns.add(toTarget(target, study.axes())));
        cost(columns, "MB down", "down", v -> Quantity.text("%.2f", v * 1e-6));
        cost(columns, "MB up", "up", v -> Quantity.text("%.2f", v * 1e-6));
        cost(columns, "virtual s", "virtualSeconds", v -> Quantity.text("%.4g", v));
        cost(columns, "seconds", "seconds", v -> Quantity.text("%.2f", v));
        cost(columns, "state bytes", "stateBytes", v -> Quantity.text("%,.0f", v));
        columns.add(new Column("seeds", ResultTables::seeds));
        return columns;
    }

    private static Column toTarget(double target, List<Axis> axes) {
        Axis axis = axes.isEmpty() ? Axis.STEP : axes.get(0);
        return new Column(axis.column() + "s to " + Tick.text(target), seeds -> {
            double median = Quantity.quantile(values(seeds, run -> run.reaches(target, axis)), 50);
            return Double.isInfinite(median) ? Cell.of("not reached") : new Cell(Quantity.text("%,.0f", median), median);
        });
    }

    private void cost(List<Column> columns, String heading, String name, DoubleFunction<String> text) {
        if (study.runs().noneMatch(run -> run.costs().containsKey(name))) return;
        columns.add(new Column(heading, seeds -> {
            double median = Quantity.quantile(values(seeds, run -> run.costs().getOrDefault(name, Double.NaN)), 50);
            return new Cell(text.apply(median), median);
        }));
    }

    private static Cell seeds(List<RunResult> seeds) {
        long diverged = seeds.stream().filter(RunResult::diverged).count();
        return new Cell(seeds.size() + (diverged > 0 ? ", " + diverged + " diverged" : ""), seeds.size());
    }

    private static Cell loss(double value) {
        return new Cell(Quantity.loss(value), value);
    }

    private static double[] ends(List<RunResult> seeds, String measure) {
        return values(seeds, run -> run.end(measure));
    }

    private static double[] values(List<RunResult> seeds, ToDoubleFunction<RunResult> value) {
        return seeds.stream().mapToDouble(value).toArray();
    }

    /** The median and the 20-80 % band of a measure. NaN are left out. */
    private static Cell band(String name, double[] seeds) {
        double[] values = Arrays.stream(seeds).filter(v -> !Double.isNaN(v)).toArray();
        if (values.length == 0) return Cell.of("-");
        double median = Quantity.quantile(values, 50);
        String text = Measure.text(name, median);
        if (values.length > 1) {
            text += " (" + Measure.text(name, Quantity.quantile(values, 20)) + " to "
                    + Measure.text(name, Quantity.quantile(values, 80)) + ")";
        }
        return new Cell(text, median);
    }
}
