package org.gradus.experiments.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.gradus.plots.ConvergenceFigure;
import org.gradus.plots.Curve;
import org.gradus.plots.Run;

/** The figures of an experiment, from its logs alone. */
public final class Figures {
    private Figures() {}

    /**
     * Draws the loss on all training data, less the optimum where that is known, against steps and against seconds.
     *
     * @return the figure against steps
     */
    public static Path draw(Outcome outcome) {
        Path folder = outcome.folder().figures();
        draw(outcome, folder, "loss-by-seconds", "training time in seconds", StepLog.Evaluation::seconds);
        return draw(outcome, folder, "loss-by-step", "step", StepLog.Evaluation::step);
    }

    private static Path draw(Outcome outcome, Path folder, String name, String xLabel, ToDoubleFunction<StepLog.Evaluation> x) {
        boolean optimumKnown = outcome.summaries().stream().allMatch(s -> s.optimum() != null);
        List<Curve> curves = new ArrayList<>();
        for (String label : outcome.spec().optimizers().byLabel().keySet()) {
            curves.add(new Curve(label, outcome.of(label).stream().map(s -> run(outcome, s, x)).toList()));
        }
        String yLabel = optimumKnown ? "training loss - optimum" : "training loss";
        try {
            new ConvergenceFigure(outcome.spec().name(), xLabel, yLabel, true, curves).write(folder, name);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot draw the figures: " + e.getMessage(), e);
        }
        return folder.resolve(name + ".png");
    }

    private static Run run(Outcome outcome, Summary summary, ToDoubleFunction<StepLog.Evaluation> x) {
        Trial trial = new Trial(summary.optimizer(), null, summary.seed());
        double optimum = summary.optimum() == null ? 0 : summary.optimum();
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
