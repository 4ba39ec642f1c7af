package org.gradus.experiments.run;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gradus.experiments.document.Json;
import org.gradus.experiments.spec.RunSpec;
import org.gradus.optim.io.AtomicFile;
import org.gradus.optim.option.InvalidInput;

/**
 * Where an experiment is kept:
 *
 * <pre>
 * NAME/HASH/resolved.yaml                           the spec with every default; its SHA-256 begins with HASH
 *           environment.json                        what it ran on
 *           OPTIMIZER/SEED/steps.jsonl              the log, see {@link StepLog}
 *                          state.safetensors        the optimizer's state at the end
 *                          parameters.safetensors   the parameters at the end
 *                          summary.json             the outcome; a run that has one is finished
 *                          checkpoint-STEP/         only while the run is not finished
 *           figures/*.{svg,png,pdf,csv}
 * </pre>
 *
 * Where an option of the problem varies, the folders of optimizers, and the figures of a round, stand in a folder of
 * that round, such as {@code initialScale=0.1/adam/1} and {@code figures/initialScale=0.1}.
 */
public record RunFolder(Path path) {
    /** The experiment's folder below the output folder, made if it is not there. */
    static RunFolder create(Path out, RunSpec spec) {
        return create(out, spec.name(), spec.hash());
    }

    /** The folder below the output folder, made if it is not there. */
    public static RunFolder create(Path out, String name, String hash) {
        Path folder = out.resolve(name).resolve(hash);
        try {
            Files.createDirectories(folder);
            if (!Files.isWritable(folder)) throw new AccessDeniedException(folder.toString());
        } catch (IOException e) {
            throw new InvalidInput("--out " + out + ": the folder cannot be written; name another one", e);
        }
        return new RunFolder(folder);
    }

    /**
     * Writes the spec and the environment.
     *
     * @return to be held while anything is written here
     * @throws InvalidInput if another process is at work here
     */
    public FolderLock begin(String resolvedSpec, int threads) {
        FolderLock lock = FolderLock.of(this);
        AtomicFile.write(resolvedSpec(), resolvedSpec);
        AtomicFile.write(environment(), Json.text(Environment.describe(threads)));
        return lock;
    }

    public Path resolvedSpec() {
        return path.resolve("resolved.yaml");
    }

    public Path environment() {
        return path.resolve("environment.json");
    }

    /** Holds the figures. */
    public Path figures() {
        return path.resolve("figures");
    }

    TrialFolder trial(Trial trial) {
        Path round = path.resolve(trial.round().name());
        return new TrialFolder(round.resolve(trial.label()).resolve(Long.toString(trial.seed())));
    }
}
