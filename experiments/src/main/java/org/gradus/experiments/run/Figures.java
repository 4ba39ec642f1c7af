package org.gradus.experiments.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.gradus.experiments.spec.Round;
import org.gradus.experiments.spec.Variation;
import org.gradus.plots.ConvergenceFigure;
import org.gradus.plots.Curve;
import org.gradus.plots.Run;
import org.gradus.plots.Sensitivity;
import org.gradus.plots.Sensitivity.Outcomes;
import org.gradus.plots.SensitivityFigure;

/** The figures of an experiment, from its logs alone. */
public final class Figures {
    /** The varied option has a log axis if its values span at least this ratio. */
    private static final double LOG_FROM = 20;

    private Figures() {}

    /**
     * Draws the loss on all training data, less the optimum where that is known: of every round against steps and against
     * seconds; and where an option of the problem varies, at the end against that option.
     *
     * @return the figure against the option, or the one against steps
     */
    public static Path draw(Outcome outcome) {
        Path folder = outcome.folder().figures();
        Path figure = folder;
        for (Round round : outcome.spec().rounds()) {
            Path ofRound = folder.resolve(round.name());
            draw(outcome, round, ofRound, "loss-by-seconds", "training time in seconds", StepLog.Evaluation::seconds);
            figure = draw(outcome, round, ofRound, "loss-by-step", "step", StepLog.Evaluation::step);
        }
        Variation vary = outcome.spec().vary();
        return vary.isNone() ? figure : drawSensitivity(outcome, vary.option(), sensitivities(outcome));
    }

    private static Path draw(Outcome outcome, Round round, Path folder, String name, String xLabel,
                             ToDoubleFunction<StepLog.Evaluation> x) {
        List<Curve> curves = new ArrayList<>();
        for (String label : outcome.spec().optimizers().byLabel().keySet()) {
            curves.add(new Curve(label, outcome.of(round, label).stream().map(s -> run(outcome, round, s, x)).toList()));
        }
        String title = outcome.spec().name() + (round.name().isEmpty() ? "" : ", " + round.name().replace("=", " = "));
        ConvergenceFigure figure = new ConvergenceFigure(title, xLabel, yLabel(outcome), true, curves);
        return write(folder, name, figure::write);
    }

    /** Draws the loss at the end against an option, all curves at the same values of it. */
    static Path drawSensitivity(Outcome outcome, String option, List<Sensitivity> curves) {
        List<Outcomes> points = curves.get(0).outcomes();
        boolean logX = points.get(0).x() > 0 && points.get(points.size() - 1).x() >= LOG_FROM * points.get(0).x();
        SensitivityFigure figure = new SensitivityFigure(outcome.spec().name(), option, "final " + yLabel(outcome), logX,
                true, curves);
        return write(outcome.folder().figures(), "loss-by-" + option, figure::write);
    }

    private static List<Sensitivity> sensitivities(Outcome outcome) {
        double[] values = outcome.spec().vary().values().stream().mapToDouble(Double::doubleValue).toArray();
        List<Round> rounds = outcome.spec().rounds();
        List<Sensitivity> curves = new ArrayList<>();
        for (String label : outcome.spec().optimizers().byLabel().keySet()) {
            List<Outcomes> points = new ArrayList<>();
            for (int i = 0; i < values.length; i++) points.add(outcomes(outcome.of(rounds.get(i), label), values[i]));
            curves.add(new Sensitivity(label, points));
        }
        return curves;
    }

    /** The losses at the end of one optimizer's runs, one a seed. */
    static Outcomes outcomes(List<Summary> seeds, double x) {
        double[] losses = seeds.stream().filter(s -> !s.diverged()).mapToDouble(s -> s.trainLoss() - optimum(s)).toArray();
        return new Outcomes(x, losses, seeds.size() - losses.length);
    }

    private static String yLabel(Outcome outcome) {
        boolean optimumKnown = outcome.summaries().stream().allMatch(s -> s.optimum() != null);
        return optimumKnown ? "training loss - optimum" : "training loss";
    }

    private static double optimum(Summary summary) {
        return summary.optimum() == null ? 0 : summary.optimum();
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

    private static Run run(Outcome outcome, Round round, Summary summary, ToDoubleFunction<StepLog.Evaluation> x) {
        Trial trial = new Trial(round, summary.optimizer(), null, summary.seed());
        double optimum = optimum(summary);
        List<StepLog.Evaluation> points = new ArrayList<>();
        for (StepLog.Evaluation e : StepLog.read(outcome.folder().trial(trial).log()).evaluations()) {
            // Skipped steps do not count: two evaluations may stand at one step.
            boolean forward = points.isEmpty() || x.applyAsDouble(e) > x.applyAsDouble(points.get(points.size() - 1));
            if (forward && e.trainLoss() != null) points.add(e);
        }
        return new Run(points.stream().mapToDouble(x).toArray(),
                points.stream().mapToDouble(e -> e.trainLoss() - optimum).toArray(), summary.diverged());
    }
}
