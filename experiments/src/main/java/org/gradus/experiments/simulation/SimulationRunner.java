package org.gradus.experiments.simulation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.gradus.experiments.problem.FederatedTask;
import org.gradus.experiments.run.CheckpointFolder;
import org.gradus.experiments.run.FolderLock;
import org.gradus.experiments.run.Parallel;
import org.gradus.experiments.run.Progress;
import org.gradus.experiments.run.RunFailed;
import org.gradus.experiments.run.RunFolder;
import org.gradus.experiments.spec.SimulationSpec;
import org.gradus.experiments.spec.Study.Point;
import org.gradus.optim.option.InvalidInput;

/**
 * Carries out an experiment with simulated clients, several runs at a time. Finished runs are not repeated, and what was
 * cut off goes on to the same bits:
 *
 * <pre>
 * NAME/HASH/resolved.yaml                            the spec with every default; its SHA-256 begins with HASH
 *           environment.json                         what it ran on
 *           STUDY/POINT/ALGORITHM/SEED/rounds.jsonl  the log, see {@link RoundsLog}
 *                                      state.safetensors  all that evolves, at the end
 *                                      summary.json       the outcome; a run that has one is finished
 *                                      checkpoint-ROUND/  only while the run is not finished
 *           figures/*.{svg,png,pdf,csv}
 * </pre>
 *
 * STUDY is left out where there is one, POINT (such as {@code outer.lr=2}) where nothing varies.
 */
public final class SimulationRunner {
    private static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(5);

    private final int threads;
    private final Duration checkpointEvery;

    public SimulationRunner(int threads) {
        this(threads, CHECKPOINT_EVERY);
    }

    SimulationRunner(int threads, Duration checkpointEvery) {
        this.threads = threads;
        this.checkpointEvery = checkpointEvery;
    }

    /**
     * @param out      the folder that holds the folders of experiments
     * @param progress told of every round
     * @throws InvalidInput if an algorithm does not fit its problem, or the folder cannot be written
     * @throws RunFailed    if a run cannot be carried out
     */
    public SimulationOutcome run(SimulationSpec spec, Path out, Progress progress) {
        check(spec);
        return runChecked(spec, out, progress);
    }

    /** @param spec that {@link #check} has looked at, which needs no repetition */
    public SimulationOutcome runChecked(SimulationSpec spec, Path out, Progress progress) {
        List<Case> cases = Case.all(spec);
        RunFolder folder = RunFolder.create(out, spec.name(), spec.hash());
        List<Case> open = cases.stream().filter(c -> c.in(folder).summary().isEmpty()).toList();
        if (!open.isEmpty()) {
            try (FolderLock lock = folder.begin(spec.resolved(), threads)) {
                run(folder, open, progress);
            }
        }
        List<SimulationSummary> summaries = cases.stream().map(c -> SimulationOutcome.summary(c.in(folder)).orElseThrow()).toList();
        return new SimulationOutcome(spec, folder, summaries, cases.size() - open.size());
    }

    /** @throws InvalidInput if the algorithms do not fit their problems */
    public static void check(SimulationSpec spec) {
        spec.studies().forEach((name, study) -> check(name, study.points().get(0), spec));
    }

    /** What can only be checked with the problem at hand. */
    private static void check(String study, Point point, SimulationSpec spec) {
        long seed = spec.seeds().get(0);
        FederatedTask task = point.setting().problem().make();
        spec.compare().requireMeasured(task.metrics().apply(task.problem().start(seed)).keySet());
        point.algorithms().forEach((label, simulation) -> {
            try {
                simulation.sampler().cohort(seed, 0, task.problem().clients(), weights(task));
                simulation.start(task.problem(), seed, point.setting().engine(1)).close();
            } catch (InvalidInput e) {
                InvalidInput placed = e.in("algorithms: " + label);
                throw study.isEmpty() ? placed : placed.in("studies: " + study);
            }
        });
    }

    private static double[] weights(FederatedTask task) {
        double[] weights = new double[task.problem().clients()];
        for (int m = 0; m < weights.length; m++) weights[m] = task.problem().weight(m);
        return weights;
    }

    private void run(RunFolder folder, List<Case> cases, Progress progress) {
        progress.begin(cases.stream().mapToLong(c -> c.point().setting().rounds()).sum());
        int atATime = Math.min(threads, cases.size());
        Parallel.run(cases.stream().map(c -> (Runnable) () -> run(c, c.in(folder), threads / atATime, progress)).toList(), atATime);
    }

    private void run(Case c, CheckpointFolder folder, int threads, Progress progress) {
        try (SimulatedRun run = new SimulatedRun(c, folder, threads)) {
            run.finish(folder, checkpointEvery, progress);
        }
    }
}
