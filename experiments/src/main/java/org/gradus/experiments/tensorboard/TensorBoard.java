package org.gradus.experiments.tensorboard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.experiments.result.Axis;
import org.gradus.experiments.result.Condition;
import org.gradus.experiments.result.Results;
import org.gradus.experiments.result.RunResult;
import org.gradus.experiments.result.StudyResult;
import org.gradus.optim.option.InvalidInput;

/**
 * Event files of all finished runs, {@code tensorboard/STUDY/CONDITION/LABEL/seed-N/events.out.tfevents.0.gradus}
 * below the folder of the experiment, for {@code tensorboard --logdir FOLDER}. STUDY and CONDITION are left out where
 * there is one.
 *
 * <p>Tags are {@code loss}, {@code lossAboveOptimum} where the optimum is known, and everything else that the log has of
 * the evaluations, by its name there, but for seconds of the clock; steps are what the budget counts. A loss that is not
 * finite is NaN, and a run that diverged ends with such a one, a step after its last evaluation if that was still finite.
 * Values are float32, as scalars of TensorBoard are; the logs have all digits. Equal results give equal bytes.
 */
public final class TensorBoard {
    private static final String FILE = "events.out.tfevents.0.gradus";
    private static final String ABOVE_OPTIMUM = "lossAboveOptimum";

    private TensorBoard() {}

    /** Returns the folder that TensorBoard is to be pointed at. */
    public static Path write(Results results) {
        Path folder = results.folder().resolve("tensorboard");
        for (StudyResult study : results.studies()) {
            for (Condition condition : study.conditions()) {
                Path place = folder.resolve(study.name()).resolve(condition.name());
                condition.runs().forEach((label, runs) -> runs.forEach(run ->
                        write(run, place.resolve(label).resolve("seed-" + run.seed()))));
            }
        }
        return folder;
    }

    private static void write(RunResult run, Path folder) {
        EventFile file = new EventFile();
        Map<String, double[]> scalars = scalars(run);
        double[] steps = steps(run);
        for (int i = 0; i < steps.length; i++) {
            Map<String, Float> values = new LinkedHashMap<>();
            for (Map.Entry<String, double[]> scalar : scalars.entrySet()) {
                double value = scalar.getValue()[i];
                boolean told = !Double.isNaN(value) || scalar.getKey().equals(RunResult.LOSS);
                if (told) values.put(scalar.getKey(), (float) value);
            }
            // Evaluations without a step between them, since steps were skipped, are one.
            if (i == 0 || steps[i] > steps[i - 1]) file.scalars((long) steps[i], values);
        }
        if (endsUnseen(run)) file.scalars((long) steps[steps.length - 1] + 1, Map.of(RunResult.LOSS, Float.NaN));
        create(folder);
        file.write(folder.resolve(FILE));
    }

    /** Whether it diverged after an evaluation that was still finite, so that its curve would just stop. */
    private static boolean endsUnseen(RunResult run) {
        double[] losses = run.columns().get(RunResult.LOSS);
        return run.diverged() && losses.length > 0 && Double.isFinite(losses[losses.length - 1]);
    }

    private static Map<String, double[]> scalars(RunResult run) {
        Map<String, double[]> scalars = new LinkedHashMap<>();
        scalars.put(RunResult.LOSS, run.columns().get(RunResult.LOSS));
        if (!Double.isNaN(run.optimum())) scalars.put(ABOVE_OPTIMUM, run.excess());
        scalars.putAll(run.columns());
        scalars.keySet().removeAll(List.of(Axis.SECONDS.column(), Axis.STEP.column(), Axis.ROUND.column()));
        return scalars;
    }

    private static double[] steps(RunResult run) {
        return run.columns().get(run.columns().containsKey(Axis.STEP.column()) ? Axis.STEP.column() : Axis.ROUND.column());
    }

    private static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new InvalidInput(folder + ": the folder cannot be made; is the folder of the experiment writable?", e);
        }
    }
}
