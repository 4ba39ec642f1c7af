package org.gradus.experiments.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.gradus.optim.io.AtomicFile;

/** The files of one run of an experiment. A checkpoint is a folder that gets its name when it is complete, so it is never torn. */
public record CheckpointFolder(Path path) {
    private static final String CHECKPOINT = "checkpoint-";
    private static final String UNFINISHED = "unfinished";
    private static final String SUMMARY = "summary.json";

    /** The outcome, if the run is finished. */
    public Optional<String> summary() {
        Path file = path.resolve(SUMMARY);
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** The last complete checkpoint. */
    public Optional<Path> last() {
        return checkpoints().stream().max(Comparator.comparingLong(CheckpointFolder::step));
    }

    /**
     * Makes a checkpoint and removes older ones.
     *
     * @param writer writes its files to the folder that it is given
     */
    public void save(long step, Consumer<Path> writer) {
        try {
            Path unfinished = Files.createDirectories(path.resolve(UNFINISHED));
            writer.accept(unfinished);
            List<Path> old = checkpoints();
            Files.move(unfinished, path.resolve(CHECKPOINT + step), StandardCopyOption.ATOMIC_MOVE);
            for (Path folder : old) delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the checkpoint of " + path, e);
        }
    }

    /** Writes the outcome. The summary comes last: it says that all the rest is there. */
    public void finish(Consumer<Path> writer, String summary) {
        try {
            Files.createDirectories(path);
            writer.accept(path);
            AtomicFile.write(path.resolve(SUMMARY), summary);
            for (Path folder : checkpoints()) delete(folder);
            delete(path.resolve(UNFINISHED));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the results of " + path, e);
        }
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
}
