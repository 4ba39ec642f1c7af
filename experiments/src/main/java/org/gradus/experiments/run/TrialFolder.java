package org.gradus.experiments.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.gradus.experiments.document.Json;
import org.gradus.optim.State;
import org.gradus.optim.io.AtomicFile;
import org.gradus.optim.io.Safetensors;
import org.gradus.optim.tensor.Tensors;

/** The files of one trial. A checkpoint is a folder that gets its name when it is complete, so it is never torn. */
record TrialFolder(Path path) {
    private static final String CHECKPOINT = "checkpoint-";
    private static final String UNFINISHED = "unfinished";

    Path log() {
        return path.resolve("steps.jsonl");
    }

    /** The outcome, if the trial is finished. */
    Optional<Summary> summary() {
        Path file = path.resolve("summary.json");
        if (!Files.exists(file)) return Optional.empty();
        return Optional.of(Json.read(read(file), Summary.class, file + " is damaged, delete it to repeat the run"));
    }

    /** The last complete checkpoint. */
    Optional<Checkpoint> checkpoint() {
        return checkpoints().stream().max(Comparator.comparingLong(TrialFolder::step)).map(folder -> new Checkpoint(
                Safetensors.read(folder.resolve("parameters.safetensors")).tensors(),
                State.load(folder.resolve("state.safetensors")), StepLog.read(folder.resolve("steps.jsonl"))));
    }

    void save(Checkpoint checkpoint) {
        try {
            Path unfinished = Files.createDirectories(path.resolve(UNFINISHED));
            write(unfinished, checkpoint);
            List<Path> old = checkpoints();
            Files.move(unfinished, path.resolve(CHECKPOINT + checkpoint.gradEvals()), StandardCopyOption.ATOMIC_MOVE);
            for (Path folder : old) delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the checkpoint of " + path, e);
        }
    }

    /** Writes the outcome. The summary comes last: it says that all the rest is there. */
    void finish(Checkpoint end, Summary summary) {
        try {
            Files.createDirectories(path);
            write(path, end);
            AtomicFile.write(path.resolve("summary.json"), Json.text(summary));
            for (Path folder : checkpoints()) delete(folder);
            delete(path.resolve(UNFINISHED));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the results of " + path, e);
        }
    }

    private static void write(Path folder, Checkpoint checkpoint) {
        checkpoint.state().save(folder.resolve("state.safetensors"));
        Safetensors.write(folder.resolve("parameters.safetensors"), checkpoint.parameters(),
                Map.of("step", Long.toString(checkpoint.state().step())));
        checkpoint.log().write(folder.resolve("steps.jsonl"));
    }

    private List<Path> checkpoints() {
        if (!Files.isDirectory(path)) return List.of();
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(f -> f.getFileName().toString().matches(CHECKPOINT + "\\d{1,18}")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + path, e);
        }
    }

    private static long step(Path checkpoint) {
        return Long.parseLong(checkpoint.getFileName().toString().substring(CHECKPOINT.length()));
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) Files.delete(file);
        }
        Files.delete(folder);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
