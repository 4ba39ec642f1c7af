package org.gradus.experiments.figure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gradus.experiments.result.Axis;
import org.gradus.experiments.result.Condition;
import org.gradus.experiments.result.Measure;
import org.gradus.experiments.result.Results;
import org.gradus.experiments.result.RunResult;
import org.gradus.experiments.result.StudyResult;
import org.gradus.plots.ConvergenceFigure;
import org.gradus.plots.Curve;
import org.gradus.plots.Run;
import org.gradus.plots.Sensitivity.Outcomes;
import org.gradus.plots.Sensitivity;
import org.gradus.plots.SensitivityFigure;
import org.gradus.plots.Spread;
import org.gradus.plots.SpreadFigure;

/**
 * The figures of an experiment, from its logs alone. Of every condition, unless there are many: loss and metrics against
 * what progress is measured by. With many seeds: how losses scatter at the end. Where options vary: the loss at the end
 * against the last of them.
 */
public final class Figures {
    private static final int MANY_SEEDS = 10;
    /** Conditions that get convergence figures of their own. */
    private static final int MOST_CONDITIONS = 12;
    /** An option has a log axis if its values span at least this ratio. */
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
        if (!study.options().isEmpty()) sensitivity();
        if (study.conditions().size() == 1 && results.seeds().size() >= MANY_SEEDS) scatter(study.conditions().get(0));
        if (study.conditions().size() <= MOST_CONDITIONS) study.conditions().forEach(this::convergence);
        return drawn;
    }

    private void convergence(Condition condition) {
        List<Axis> axes = study.axes();
        for (Axis axis : axes) convergence(condition, axis, RunResult.LOSS, study.lossLabel());
        if (axes.isEmpty()) return;
        for (String metric : study.metrics()) {
            convergence(condition, axes.get(0), metric, Measure.words(metric));
            if (axes.contains(Axis.BYTES)) convergence(condition, Axis.BYTES, metric, Measure.words(metric));
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
                measure + "-" + axis.ending(), figure::write);
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
            double[] finite = Sensitivities.finite(seeds);
            spreads.add(new Spread(label, finite, seeds.size() - finite.length));
            means.add(new Sensitivity(label, runningMean(seeds)));
        });
        write("every seed's final " + study.lossLabel(), folder, "final-losses",
                new SpreadFigure(title, "final " + study.lossLabel(), spreads)::write);
        write("mean final " + study.lossLabel() + " over the first seeds", folder, "mean-loss-by-seeds",
                new SensitivityFigure(title, "first seeds, averaged", "mean final " + study.lossLabel(), false, true, means)::write);
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
        double[] x = curves.values();
        boolean logX = x[0] > 0 && x[x.length - 1] >= LOG_FROM * x[0];
        write("final " + study.lossLabel() + " by " + curves.option(), folder, "loss-by-" + curves.option(),
                new SensitivityFigure(title, curves.option(), "final " + study.lossLabel(), logX, true, curves.curves())::write);
    }

    private interface Writer {
        void write(Path folder, String name) throws IOException;
    }

    private void write(String what, Path where, String name, Writer figure) {
        try {
            figure.write(where, name);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot draw the figures: " + e.getMessage(), e);
        }
        drawn.add(new Drawn(study.name(), what, where.resolve(name)));
    }
}
