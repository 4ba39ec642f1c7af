package org.gradus.experiments.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.gradus.experiments.spec.Study;
import org.gradus.experiments.spec.Study.Point;
import org.gradus.plots.ConvergenceFigure;
import org.gradus.plots.Curve;
import org.gradus.plots.Run;
import org.gradus.plots.Sensitivity;
import org.gradus.plots.Sensitivity.Outcomes;
import org.gradus.plots.SensitivityFigure;
import org.gradus.plots.Spread;
import org.gradus.plots.SpreadFigure;

/**
 * The figures of an experiment with simulated clients, from its logs alone: where nothing varies, loss and metrics against
 * rounds and against bytes, and with many seeds how losses scatter at the end; over a grid, the loss at the end against the
 * last option of the grid.
 */
public final class SimulationFigures {
    private static final int MANY_SEEDS = 10;
    private static final double LOG_FROM = 20;
    private static final double MEGABYTE = 1e6;

    private final SimulationOutcome outcome;

    private SimulationFigures(SimulationOutcome outcome) {
        this.outcome = outcome;
    }

    /** Draws everything. Returns the most telling figure of each study. */
    public static List<Path> draw(SimulationOutcome outcome) {
        List<Path> headlines = new ArrayList<>();
        outcome.spec().studies().forEach((name, study) -> headlines.add(new SimulationFigures(outcome).draw(name, study)));
        return headlines;
    }

    private Path draw(String name, Study study) {
        Path folder = outcome.folder().figures().resolve(name);
        String title = outcome.spec().name() + (name.isEmpty() ? "" : ", " + name);
        List<Point> points = study.points();
        if (points.size() > 1) return sensitivity(name, study, folder, title);
        Point point = points.get(0);
        Map<String, List<RoundsLog>> logs = logs(name, study, point);
        Set<String> metrics = new LinkedHashSet<>();
        logs.values().forEach(seeds -> seeds.forEach(log -> metrics.addAll(log.metrics())));
        Path headline = convergence(name, point, logs, "loss", lossLabel(), folder, title);
        for (String metric : metrics) convergence(name, point, logs, metric, words(metric), folder, title);
        return outcome.spec().seeds().size() < MANY_SEEDS ? headline : scatter(name, study, point, folder, title);
    }

    private Map<String, List<RoundsLog>> logs(String name, Study study, Point point) {
        Map<String, List<RoundsLog>> logs = new LinkedHashMap<>();
        for (String label : study.algorithms().keySet()) {
            logs.put(label, outcome.of(name, point, label).stream().map(s -> RoundsLog.read(
                    new Case(name, point, label, s.seed()).in(outcome.folder()).path().resolve(SimulatedRun.LOG))).toList());
        }
        return logs;
    }

    private Path convergence(String name, Point point, Map<String, List<RoundsLog>> logs, String column, String yLabel,
            Path folder,
            String title) {
        boolean loss = column.toLowerCase(Locale.ROOT).endsWith("loss");
        byColumn(name, point, logs, log -> sum(log.column("down"), log.column("up")), "megabytes sent, both ways", column,
                yLabel, loss,
                title, folder, column + "-by-bytes");
        return byColumn(name, point, logs, log -> log.column("round"), "round", column, yLabel, loss, title, folder,
                column + "-by-round");
    }

    private Path byColumn(String name, Point point, Map<String, List<RoundsLog>> logs, Function<RoundsLog, double[]> x,
            String xLabel,
            String column, String yLabel, boolean log, String title, Path folder, String file) {
        List<Curve> curves = new ArrayList<>();
        logs.forEach((label, seeds) -> {
            List<SimulationSummary> summaries = outcome.of(name, point, label);
            List<Run> runs = new ArrayList<>();
            for (int i = 0; i < seeds.size(); i++) {
                double optimum = column.equals("loss") && optimumKnown() ? summaries.get(i).optimum() : 0;
                runs.add(run(x.apply(seeds.get(i)), seeds.get(i).column(column), optimum, summaries.get(i).diverged()));
            }
            curves.add(new Curve(label, runs));
        });
        return write(folder, file, new ConvergenceFigure(title, xLabel, yLabel, log, curves)::write);
    }

    /** Rounds in which nothing was sent stand at the same place: the first counts. */
    private static Run run(double[] x, double[] y, double optimum, boolean diverged) {
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < x.length; i++) {
            boolean forward = points.isEmpty() || x[i] > points.get(points.size() - 1)[0];
            if (forward && !Double.isNaN(y[i])) points.add(new double[] {x[i], y[i] - optimum});
        }
        return new Run(points.stream().mapToDouble(p -> p[0]).toArray(), points.stream().mapToDouble(p -> p[1]).toArray(),
                diverged);
    }

    private static double[] sum(double[] a, double[] b) {
        double[] sum = new double[a.length];
        for (int i = 0; i < sum.length; i++) sum[i] = (a[i] + b[i]) / MEGABYTE;
        return sum;
    }

    /** Every seed's loss at the end; and its mean over the first seeds, which does not settle without a second moment. */
    private Path scatter(String name, Study study, Point point, Path folder, String title) {
        List<Spread> spreads = new ArrayList<>();
        List<Sensitivity> means = new ArrayList<>();
        for (String label : study.algorithms().keySet()) {
            List<SimulationSummary> seeds = outcome.of(name, point, label);
            double[] finite = seeds.stream().filter(s -> !s.diverged()).mapToDouble(SimulationSummary::excess).toArray();
            spreads.add(new Spread(label, finite, seeds.size() - finite.length));
            means.add(new Sensitivity(label, runningMean(seeds)));
        }
        write(folder, "mean-loss-by-seeds", new SensitivityFigure(title, "first seeds, averaged",
                "mean final " + lossLabel(), false, true, means)::write);
        return write(folder, "final-losses", new SpreadFigure(title, "final " + lossLabel(), spreads)::write);
    }

    /** The mean of the first results, for every number of them; from a diverged one on it is infinite. */
    private static List<Outcomes> runningMean(List<SimulationSummary> seeds) {
        List<Outcomes> means = new ArrayList<>();
        double sum = 0;
        for (int n = 1; n <= seeds.size(); n++) {
            sum += seeds.get(n - 1).excess();
            means.add(Double.isFinite(sum) ? new Outcomes(n, new double[] {sum / n}, 0) : new Outcomes(n, new double[0], 1));
        }
        return means;
    }

    private Path sensitivity(String name, Study study, Path folder, String title) {
        Sensitivities curves = Sensitivities.of(outcome, name, study);
        double[] x = curves.values();
        boolean logX = x[0] > 0 && x[x.length - 1] >= LOG_FROM * x[0];
        return write(folder, "loss-by-" + curves.option(), new SensitivityFigure(title, curves.option(), "final "
                + lossLabel(), logX,
                true, curves.curves())::write);
    }

    private boolean optimumKnown() {
        return outcome.summaries().stream().allMatch(s -> s.optimum() != null);
    }

    private String lossLabel() {
        return optimumKnown() ? "training loss - optimum" : "training loss";
    }

    /** {@code testAccuracy} as {@code test accuracy}. */
    static String words(String name) {
        return name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }

    private interface Writer {
        void write(Path folder, String name) throws IOException;
    }

    private static Path write(Path folder, String name, Writer figure) {
        try {
            figure.write(folder, name);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot draw the figures: " + e.getMessage(), e);
        }
        return folder.resolve(name + ".png");
    }
}
