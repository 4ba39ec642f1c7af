package org.gradus.experiments.run;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.gradus.experiments.document.Json;
import org.gradus.optim.State;
import org.gradus.optim.io.Safetensors;

/** The files of one trial. */
record TrialFolder(Path path) {
    Path log() {
        return path.resolve("steps.jsonl");
    }

    /** The outcome, if the trial is finished. */
    Optional<Summary> summary() {
        return files().summary().map(text -> Json.read(text, Summary.class,
                path.resolve("summary.json") + " is damaged, delete it to repeat the run"));
    }

    /** The last complete checkpoint. */
    Optional<Checkpoint> checkpoint() {
        return files().last().map(folder -> new Checkpoint(
                Safetensors.read(folder.resolve("parameters.safetensors")).tensors(),
                State.load(folder.resolve("state.safetensors")), StepLog.read(folder.resolve("steps.jsonl"))));
    }

    void save(Checkpoint checkpoint) {
        files().save(checkpoint.gradEvals(), folder -> write(folder, checkpoint));
    }

    void finish(Checkpoint end, Summary summary) {
        files().finish(folder -> write(folder, end), Json.text(summary));
    }

    private CheckpointFolder files() {
        return new CheckpointFolder(path);
    }

    private static void write(Path folder, Checkpoint checkpoint) {
        checkpoint.state().save(folder.resolve("state.safetensors"));
        Safetensors.write(folder.resolve("parameters.safetensors"), checkpoint.parameters(),
                Map.of("step", Long.toString(checkpoint.state().step())));
        checkpoint.log().write(folder.resolve("steps.jsonl"));
    }
}
