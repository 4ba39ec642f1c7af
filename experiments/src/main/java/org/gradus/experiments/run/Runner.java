package org.gradus.experiments.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.gradus.experiments.spec.Round;
import org.gradus.experiments.spec.RunSpec;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.problem.Problem;

/**
 * Carries out an experiment: all its trials, several at a time, each with a problem and parameters of its own, so that
 * results are the same bits for any number of threads. Finished trials are not repeated.
 */
public final class Runner {
    private static final Duration WARM_UP = Duration.ofMillis(200);
    private static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(5);

    private final int threads;
    private final Duration checkpointEvery;
    private final Duration warmUp;

    public Runner(int threads) {
        this(threads, CHECKPOINT_EVERY);
    }

    Runner(int threads, Duration checkpointEvery) {
        this(threads, checkpointEvery, WARM_UP);
    }

    private Runner(int threads, Duration checkpointEvery, Duration warmUp) {
        this.threads = threads;
        this.checkpointEvery = checkpointEvery;
        this.warmUp = warmUp;
    }

    /** For many short trials whose seconds are of no interest, as in tuning: nothing is warmed up. */
    public static Runner untimed(int threads) {
        return new Runner(threads, CHECKPOINT_EVERY, Duration.ZERO);
    }

    /**
     * @param out      the folder that holds the folders of experiments
     * @param progress told of every step
     * @throws InvalidInput if the problem does not fit the spec, or the folder cannot be written
     * @throws RunFailed    if a trial cannot be carried out
     */
    public Outcome run(RunSpec spec, Path out, Progress progress) {
        return run(spec, check(spec), out, progress);
    }

    /** @param optima from {@link #check}, which needs no repetition */
    public Outcome run(RunSpec spec, Map<Round, OptionalDouble> optima, Path out, Progress progress) {
        RunFolder folder = RunFolder.create(out, spec);
        List<Trial> trials = Trial.all(spec);
        List<Trial> open = trials.stream().filter(t -> folder.trial(t).summary().isEmpty()).toList();
        if (!open.isEmpty()) {
            try (FolderLock lock = folder.begin(spec.resolved(), threads)) {
                train(spec, folder, open, optima, progress);
            }
        }
        List<Summary> summaries = trials.stream().map(t -> folder.trial(t).summary().orElseThrow()).toList();
        return new Outcome(spec, folder, summaries, trials.size() - open.size());
    }

    /**
     * Whether the spec fits its problem.
     *
     * @return the optima, where they are known
     * @throws InvalidInput if it does not
     */
    public static Map<Round, OptionalDouble> check(RunSpec spec) {
        Map<Round, OptionalDouble> optima = new LinkedHashMap<>();
        for (Round round : spec.rounds()) optima.put(round, check(spec, round));
        return optima;
    }

    /** What can only be checked with the problem at hand; its optimum, where it is known. */
    private static OptionalDouble check(RunSpec spec, Round round) {
        Problem problem = round.problem().make(spec.dataType().type());
        int batch = spec.budget().batch();
        if (batch > 0 && problem.examples() == 0) {
            throw new InvalidInput("budget: batch must be 0, since this problem has no examples, but is " + batch);
        }
        if (batch > problem.examples()) {
            throw new InvalidInput("budget: batch must be at most " + problem.examples() + ", the number of examples, but is " + batch);
        }
        spec.compare().requireMeasured(problem.metrics(problem.start(spec.seeds().get(0))).keySet());
        spec.optimizers().byLabel().forEach((label, optimizer) -> {
            try {
                optimizer.init(problem.start(spec.seeds().get(0)));
            } catch (InvalidInput e) {
                throw e.in("optimizers: " + label);
            }
        });
        return problem.optimum();
    }

    private void train(RunSpec spec, RunFolder folder, List<Trial> trials, Map<Round, OptionalDouble> optima,
                       Progress progress) {
        Round first = spec.rounds().get(0);
        spec.optimizers().byLabel().forEach((label, optimizer) ->
                warmUp(spec, new Trial(first, label, optimizer, spec.seeds().get(0))));
        progress.begin(trials.size() * spec.budget().steps());
        List<Runnable> runs = new ArrayList<>();
        for (Trial trial : trials) {
            runs.add(() -> train(spec, folder.trial(trial), trial, optima.get(trial.round()), progress));
        }
        Parallel.run(runs, threads);
    }

    private void train(RunSpec spec, TrialFolder folder, Trial trial, OptionalDouble optimum, Progress progress) {
        Optional<Checkpoint> checkpoint = folder.checkpoint();
        checkpoint.ifPresent(c -> progress.advance(c.gradEvals()));
        Training training = checkpoint.isPresent() ? Training.from(checkpoint.get(), spec, trial)
                : Training.fromStart(spec, trial);
        training.run(folder, optimum, checkpointEvery, progress);
    }

    private void warmUp(RunSpec spec, Trial trial) {
        if (warmUp.isZero()) return;
        try {
            Training.fromStart(spec, trial).warmUp(warmUp);
        } catch (RunFailed e) {
            // The trial itself will say so.
        }
    }
}
