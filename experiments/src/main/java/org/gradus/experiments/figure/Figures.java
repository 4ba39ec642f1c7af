package org.gradus.experiments.figure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.gradus.experiments.result.Axis;
import org.gradus.experiments.result.Condition;
import org.gradus.experiments.result.Measure;
import org.gradus.experiments.result.Results;
import org.gradus.experiments.result.RunResult;
import org.gradus.experiments.result.StudyResult;
import org.gradus.plots.BarFigure.Bar;
import org.gradus.plots.BarFigure;
import org.gradus.plots.ConvergenceFigure;
import org.gradus.plots.Curve;
import org.gradus.plots.Figure;
import org.gradus.plots.HeatMapFigure.Cell;
import org.gradus.plots.HeatMapFigure;
import org.gradus.plots.Run;
import org.gradus.plots.ScalingFigure;
import org.gradus.plots.Sensitivity.Lost;
import org.gradus.plots.Sensitivity.Outcomes;
import org.gradus.plots.Sensitivity;
import org.gradus.plots.SensitivityFigure;
import org.gradus.plots.Spread;
import org.gradus.plots.SpreadFigure;
import org.gradus.plots.Tick;
import org.gradus.plots.Unit;

/**
 * The figures of an experiment, from its logs alone. Of every condition, unless there are many: loss and metrics against
 * what progress is measured by, the way to the target. With many seeds: how losses scatter at the end. Where options vary:
 * the way to the target and the loss at the end against the last of them, and over the last two. Of optimizers: the bytes of
 * their state.
 */
public final class Figures {
    private static final int MANY_SEEDS = 10;
    /** Conditions that get convergence figures of their own. */
    private static final int MOST_CONDITIONS = 12;
    private static final int MOST_HEAT_MAPS = 12;
    /** An option that is no rate has a log axis if its values span at least this ratio. */
    private static final double LOG_FROM = 20;

    private final Results results;
    private final StudyResult study;
    private final Path folder;
    private final String title;
    private final List<Drawn> drawn = new ArrayList<>();

    private Figures(Results results, StudyResult study) {
        this.results = results;
        this.study = study;
        this.folder = results.folder().resolve("figures").resolve(study.name());
        this.title = results.name() + (study.name().isEmpty() ? "" : ", " + study.name());
    }

    /** Draws everything that there is data for. The first figure of every study is its most telling one. */
    public static List<Drawn> draw(Results results) {
        List<Drawn> all = new ArrayList<>();
        for (StudyResult study : results.studies()) {
            if (study.runs().findAny().isPresent()) all.addAll(new Figures(results, study).draw());
        }
        return all;
    }

    private List<Drawn> draw() {
        if (!study.options().isEmpty()) {
            if (results.target().isPresent()) toTarget(results.target().getAsDouble());
            sensitivity();
            if (study.options().size() > 1) heatMaps();
        }
        boolean single = study.conditions().size() == 1;
        if (single && results.seeds().size() >= MANY_SEEDS) scatter(study.conditions().get(0));
        if (study.conditions().size() <= MOST_CONDITIONS) study.conditions().forEach(this::convergence);
        if (single && results.target().isPresent()) targetBars(study.conditions().get(0), results.target().getAsDouble());
        memory();
        return drawn;
    }

    /** The budget's axis and bytes first, of every measure; the loss against the other axes last. */
    private void convergence(Condition condition) {
        List<Axis> axes = study.axes();
        List<Axis> first = axes.stream().filter(axis -> axis == axes.get(0) || axis == Axis.BYTES).toList();
        for (Axis axis : first) convergence(condition, axis, RunResult.LOSS, study.lossLabel());
        for (String metric : study.metrics()) {
            for (Axis axis : first) convergence(condition, axis, metric, Measure.words(metric));
        }
        for (Axis axis : axes) {
            if (!first.contains(axis)) convergence(condition, axis, RunResult.LOSS, study.lossLabel());
        }
    }

    private void convergence(Condition condition, Axis axis, String measure, String yLabel) {
        List<Curve> curves = new ArrayList<>();
        condition.runs().forEach((label, seeds) -> {
            if (!seeds.isEmpty()) curves.add(new Curve(label, seeds.stream().map(run -> curve(run, axis, measure)).toList()));
        });
        if (curves.isEmpty()) return;
        String where = condition.name().replace("=", " = ").replace(",", ", ");
        ConvergenceFigure figure = new ConvergenceFigure(title + (where.isEmpty() ? "" : ", " + where), axis.label(), yLabel,
                Measure.isLoss(measure), curves);
        write(yLabel + " by " + axis.label() + (where.isEmpty() ? "" : ", " + where), folder.resolve(condition.name()),
                measure + "-" + axis.ending(), figure);
    }

    /** Evaluations that stand at the same place count once: skipped steps, or rounds in which nothing was sent. */
    private static Run curve(RunResult run, Axis axis, String measure) {
        double[] x = run.columns().get(axis.column());
        double[] y = run.curve(measure);
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < x.length; i++) {
            boolean forward = points.isEmpty() || x[i] * axis.unit() > points.get(points.size() - 1)[0];
            if (forward && !Double.isNaN(y[i])) points.add(new double[] {x[i] * axis.unit(), y[i]});
        }
        return new Run(points.stream().mapToDouble(p -> p[0]).toArray(), points.stream().mapToDouble(p -> p[1]).toArray(),
                run.diverged());
    }

    /** Every seed's loss at the end; and its mean over the first seeds, which does not settle without a second moment. */
    private void scatter(Condition condition) {
        List<Spread> spreads = new ArrayList<>();
        List<Sensitivity> means = new ArrayList<>();
        condition.runs().forEach((label, seeds) -> {
            if (seeds.isEmpty()) return;
            double[] finite = Sensitivities.finite(seeds, run -> run.end(RunResult.LOSS));
            spreads.add(new Spread(label, finite, seeds.size() - finite.length));
            means.add(new Sensitivity(label, runningMean(seeds)));
        });
        write("every seed's final " + study.lossLabel(), folder, "final-losses",
                new SpreadFigure(title, "final " + study.lossLabel(), spreads));
        write("mean final " + study.lossLabel() + " over the first seeds", folder, "mean-loss-by-seeds",
                new SensitivityFigure(title, "first seeds, averaged", "mean final " + study.lossLabel(), false, true, means));
    }

    /** The mean of the first results, for every number of them; from a diverged one on it is infinite. */
    private static List<Outcomes> runningMean(List<RunResult> seeds) {
        List<Outcomes> means = new ArrayList<>();
        double sum = 0;
        for (int n = 1; n <= seeds.size(); n++) {
            sum += seeds.get(n - 1).end(RunResult.LOSS);
            means.add(Double.isFinite(sum) ? new Outcomes(n, new double[] {sum / n}, 0) : new Outcomes(n, new double[0], 1));
        }
        return means;
    }

    private void sensitivity() {
        Sensitivities curves = Sensitivities.of(study);
        String what = "final " + study.lossLabel();
        Figure figure = curves.option().endsWith("rounds")
                ? new ScalingFigure(title, curves.option(), what, curves.curves())
                : new SensitivityFigure(title, curves.option(), what, isLog(curves.option(), curves.values()), true, curves.curves());
        write(what + " by " + curves.option(), folder, "loss-by-" + curves.option(), figure);
    }

    /** How the way to the target grows with the last option. */
    private void toTarget(double target) {
        Axis axis = study.axes().get(0);
        Sensitivities curves = Sensitivities.of(study, run -> run.reaches(target, axis), Lost.MISSED);
        if (study.runs().noneMatch(run -> Double.isFinite(run.reaches(target, axis)))) return;
        String what = axis.column() + "s to " + target(target);
        Figure figure = isLog(curves.option(), curves.values()) ? new ScalingFigure(title, curves.option(), what, curves.curves())
                : new SensitivityFigure(title, curves.option(), what, false, true, curves.curves());
        write(what + " by " + curves.option(), folder, "target-by-" + curves.option(), figure);
    }

    private String target(double target) {
        return study.lossLabel() + " \u2264 " + Tick.text(target);
    }

    /** Rates, and what spans a wide range, have log axes. */
    private static boolean isLog(String option, double[] x) {
        return x[0] > 0 && (isRate(option) || x[x.length - 1] >= LOG_FROM * x[0]);
    }

    /** Over the last two options, a figure for each contestant and combination of the others. */
    private void heatMaps() {
        String yOption = study.options().get(study.options().size() - 2);
        String xOption = study.options().get(study.options().size() - 1);
        Map<String, List<Cell>> maps = new LinkedHashMap<>();
        for (Condition condition : study.conditions()) {
            condition.runs().forEach((label, seeds) -> {
                if (seeds.isEmpty()) return;
                double[] finite = Sensitivities.finite(seeds, run -> run.end(RunResult.LOSS));
                String others = Sensitivities.without(condition, Set.of(xOption, yOption));
                maps.computeIfAbsent(label + (others.isEmpty() ? "" : ", " + others), m -> new ArrayList<>())
                        .add(new Cell(condition.varied().get(xOption), condition.varied().get(yOption), finite,
                                seeds.size() - finite.length));
            });
        }
        if (maps.size() > MOST_HEAT_MAPS) return;
        boolean products = isRate(xOption) && isRate(yOption);
        maps.forEach((map, cells) -> {
            String what = "final " + study.lossLabel();
            write(what + " by " + xOption + " and " + yOption + ", " + map, folder,
                    "map-" + map.replaceAll("[^A-Za-z0-9.]+", "-"),
                    new HeatMapFigure(title + ", " + map, xOption, yOption, what, isLog(xOption, values(cells, Cell::x)),
                            isLog(yOption, values(cells, Cell::y)), true, products, cells));
        });
    }

    private static boolean isRate(String option) {
        return option.matches("(.*\\.)?(lr|outerLr)");
    }

    private static double[] values(List<Cell> cells, ToDoubleFunction<Cell> value) {
        return cells.stream().mapToDouble(value).sorted().toArray();
    }

    private void targetBars(Condition condition, double target) {
        for (Axis axis : study.axes()) {
            List<Bar> bars = new ArrayList<>();
            condition.runs().forEach((label, seeds) -> {
                double[] reached = Sensitivities.finite(seeds, run -> axis.unit() * run.reaches(target, axis));
                if (!seeds.isEmpty()) bars.add(new Bar(label, reached, seeds.size() - reached.length));
            });
            String what = axis.label() + " to " + target(target);
            write(what, folder, "target-" + axis.ending(), new BarFigure(title, what, false, Unit.NUMBER, bars));
        }
    }

    /** Bytes of every optimizer's state, which are the same for all seeds. */
    private void memory() {
        List<Bar> bars = new ArrayList<>();
        study.conditions().get(0).runs().forEach((label, seeds) -> {
            if (!seeds.isEmpty() && seeds.get(0).costs().containsKey("stateBytes")) {
                bars.add(new Bar(label, seeds.get(0).costs().get("stateBytes")));
            }
        });
        if (bars.size() < 2) return;
        write("optimizer state", folder, "state-bytes", new BarFigure(title, "optimizer state", false, Unit.BYTES, bars));
    }

    private void write(String what, Path where, String name, Figure figure) {
        try {
            figure.write(where, name);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot draw the figures: " + e.getMessage(), e);
        }
        drawn.add(new Drawn(study.name(), what, where.resolve(name)));
    }
}
