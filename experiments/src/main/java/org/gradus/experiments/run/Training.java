package org.gradus.experiments.run;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import org.gradus.experiments.spec.OnNonFinite;
import org.gradus.experiments.spec.RunSpec;
import org.gradus.optim.Bound;
import org.gradus.optim.EvaluationView;
import org.gradus.optim.NonFinite;
import org.gradus.optim.NonFiniteGradient;
import org.gradus.optim.problem.Batches;
import org.gradus.optim.problem.Problem;
import org.gradus.optim.tensor.Tensors;

/** One trial under way: the training loop. For one thread. */
final class Training {
    private final RunSpec spec;
    private final Trial trial;
    private final Problem problem;
    private final Batches batches;
    private final Tensors parameters;
    private final Tensors gradients;
    private final Bound bound;
    private final StepLog log;
    private double seconds;
    private boolean diverged;
    private double trainLoss = Double.NaN;
    private Map<String, Double> metrics = Map.of();

    private Training(RunSpec spec, Trial trial, Problem problem, Tensors parameters, Bound bound, StepLog log) {
        this.spec = spec;
        this.trial = trial;
        this.problem = problem;
        int batch = spec.budget().batch();
        this.batches = batch == 0 ? null : new Batches(problem.examples(), batch, trial.seed());
        this.parameters = parameters;
        this.gradients = parameters.zeros();
        this.bound = bound.onNonFinite(spec.nonFinite() == OnNonFinite.SKIP ? NonFinite.SKIP : NonFinite.FAIL);
        this.log = log;
        this.seconds = log.seconds();
    }

    static Training fromStart(RunSpec spec, Trial trial) {
        Problem problem = trial.round().problem().make(spec.dataType().type());
        Tensors parameters = problem.start(trial.seed());
        return new Training(spec, trial, problem, parameters, trial.optimizer().bind(parameters), new StepLog());
    }

    static Training from(Checkpoint checkpoint, RunSpec spec, Trial trial) {
        Bound bound = trial.optimizer().bind(checkpoint.parameters(), checkpoint.state());
        Problem problem = trial.round().problem().make(spec.dataType().type());
        return new Training(spec, trial, problem, checkpoint.parameters(), bound, checkpoint.log());
    }

    /** Steps until the time is over and leaves no trace: what is timed later then runs compiled. */
    void warmUp(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end && !diverged && gradEvals() < spec.budget().steps()) step();
    }

    /** Trains to the end of the budget, with a checkpoint after so much time. */
    void run(TrialFolder folder, OptionalDouble optimum, Duration checkpointEvery, Progress progress) {
        if (log.isEmpty()) evaluate();
        long saved = System.nanoTime();
        while (!diverged && gradEvals() < spec.budget().steps()) {
            if (Thread.currentThread().isInterrupted()) throw new RunFailed(trial + " was interrupted", null);
            step();
            progress.advance(1);
            boolean last = gradEvals() == spec.budget().steps();
            if (diverged || !last && gradEvals() % spec.budget().evalEvery() != 0) continue;
            evaluate();
            if (!last && System.nanoTime() - saved >= checkpointEvery.toNanos()) {
                folder.save(new Checkpoint(parameters, bound.state(), log));
                saved = System.nanoTime();
            }
        }
        progress.advance(spec.budget().steps() - gradEvals());
        folder.finish(new Checkpoint(parameters, bound.state(), log), summary(optimum));
    }

    private long gradEvals() {
        return bound.state().step() + bound.state().skipped();
    }

    private void step() {
        int[] batch = batches == null ? null : batches.at(gradEvals());
        long start = System.nanoTime();
        double loss = problem.lossAndGradient(parameters, gradients, batch);
        if (!Double.isFinite(loss) && spec.nonFinite() != OnNonFinite.SKIP) {
            diverge("the loss is " + loss + " in step " + (gradEvals() + 1), null);
        } else {
            try {
                bound.step(gradients);
            } catch (NonFiniteGradient e) {
                diverge(e.getMessage(), e);
            }
        }
        seconds += (System.nanoTime() - start) * 1e-9;
        if (diverged || StepLog.isLogged(gradEvals(), spec.budget().steps())) {
            log.step(bound.state().step(), gradEvals(), seconds, loss, bound.hyperparameters());
        }
    }

    private void diverge(String why, Throwable cause) {
        if (spec.nonFinite() == OnNonFinite.FAIL) throw new RunFailed(trial + ": " + why, cause);
        diverged = true;
    }

    /** On all data, at the point that the optimizer says is to be evaluated; not timed. */
    private void evaluate() {
        try (EvaluationView view = bound.evaluationView()) {
            trainLoss = problem.loss(parameters);
            metrics = problem.metrics(parameters);
        }
        log.evaluation(bound.state().step(), gradEvals(), seconds, trainLoss, metrics);
        if (!Double.isFinite(trainLoss)) diverge("the training loss is " + trainLoss + " after step " + gradEvals(), null);
    }

    private Summary summary(OptionalDouble optimum) {
        return new Summary(trial.round().varied(), trial.label(), trial.seed(), diverged ? Summary.Status.DIVERGED : Summary.Status.FINISHED,
                bound.state().step(), bound.state().skipped(), seconds,
                diverged ? null : (Double) trainLoss, optimum.isPresent() ? optimum.getAsDouble() : null,
                diverged ? Map.of() : metrics, parameters.length(), bound.state().bytes());
    }
}
