package org.gradus.experiments.simulation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.gradus.experiments.document.Json;
import org.gradus.experiments.problem.FederatedTask;
import org.gradus.experiments.run.CheckpointFolder;
import org.gradus.experiments.run.Progress;
import org.gradus.experiments.run.RunFailed;
import org.gradus.experiments.run.Summary;
import org.gradus.experiments.spec.Setting;
import org.gradus.federated.ClientFailed;
import org.gradus.federated.Diverged;
import org.gradus.federated.Engine;
import org.gradus.federated.RoundLog;
import org.gradus.federated.Run;
import org.gradus.federated.problem.FederatedProblem;

/** One case under way: rounds, evaluations, checkpoints. For one thread. */
final class SimulatedRun implements AutoCloseable {
    static final String STATE = "state.safetensors";
    static final String LOG = "rounds.jsonl";

    private final Case work;
    private final Setting setting;
    private final FederatedTask task;
    private final Run run;
    private final RoundsLog log;
    private String reason;
    private double loss = Double.NaN;
    private Map<String, Double> metrics = Map.of();

    /** From its last checkpoint, or from the start. */
    SimulatedRun(Case work, CheckpointFolder folder, int threads) {
        this.work = work;
        this.setting = work.point().setting();
        this.task = setting.problem().make();
        FederatedProblem problem = new Unevaluated(task.problem(), setting.terms() && task.problem().closedForm());
        Engine engine = setting.engine(threads);
        Optional<Path> checkpoint = folder.last();
        this.run = checkpoint.isPresent() ? work.simulation().resume(problem, checkpoint.get().resolve(STATE), engine)
                : work.simulation().start(problem, work.seed(), engine);
        this.log = checkpoint.isPresent() ? RoundsLog.read(checkpoint.get().resolve(LOG)) : new RoundsLog();
    }

    /** To the last round, with a checkpoint after so much time. */
    void finish(CheckpointFolder folder, Duration checkpointEvery, Progress progress) {
        long start = System.nanoTime();
        long saved = start;
        progress.advance(run.rounds());
        if (log.isEmpty()) evaluate(null);
        while (reason == null && run.rounds() < setting.rounds()) {
            if (Thread.currentThread().isInterrupted()) throw new RunFailed(work + " was interrupted", null);
            if (!round()) break;
            progress.advance(1);
            boolean last = run.rounds() == setting.rounds();
            if (last || run.rounds() % setting.evalEvery() != 0) continue;
            if (System.nanoTime() - saved >= checkpointEvery.toNanos()) {
                folder.save(run.rounds(), this::write);
                saved = System.nanoTime();
            }
        }
        progress.advance(setting.rounds() - run.rounds());
        SimulationSummary summary = summary((System.nanoTime() - start) * 1e-9);
        folder.finish(this::write, Json.text(summary));
    }

    /** One round, evaluated when it is time to. Returns whether there is a model to go on with. */
    private boolean round() {
        try {
            RoundLog round = run.round();
            log.count(round);
            if (run.rounds() % setting.evalEvery() == 0 || run.rounds() == setting.rounds()) evaluate(round);
            return true;
        } catch (ClientFailed | Diverged e) {
            reason = e.getMessage();
            return false;
        }
    }

    private void evaluate(RoundLog round) {
        double[] model = run.evaluationPoint();
        loss = task.loss().applyAsDouble(model);
        metrics = task.metrics().apply(model);
        log.evaluation(round, loss, metrics);
        boolean calm = Double.isFinite(loss) && (round == null || loss <= setting.divergence() * log.startLoss());
        if (!calm) reason = "the loss is " + loss + " after round " + run.rounds();
    }

    private void write(Path folder) {
        run.save(folder.resolve(STATE));
        log.write(folder.resolve(LOG));
    }

    private SimulationSummary summary(double wallSeconds) {
        boolean diverged = reason != null;
        Double optimum = task.problem().optimum().isPresent() ? task.problem().optimum().getAsDouble() : null;
        return new SimulationSummary(work.study(), work.point().varied(), work.label(), work.seed(),
                diverged ? Summary.Status.DIVERGED : Summary.Status.FINISHED, reason, run.rounds(), diverged ? null
                        : (Double) loss,
                optimum, diverged ? Map.of() : metrics, (long) log.total("down"), (long) log.total("up"),
                        log.total("seconds"),
                (long) log.total("dropped"), (long) log.total("failed"), (long) log.total("late"), wallSeconds,
                task.problem().layout().length());
    }

    @Override
    public void close() {
        run.close();
    }
}
