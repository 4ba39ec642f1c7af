package org.gradus.optim.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes a file as a whole or not at all: into a temporary file of the same folder, forced to the disk, then moved
 * over the target in one step. A reader, and a run resumed after a crash, sees the old content or the new one.
 */
public final class AtomicFile {
    private AtomicFile() {}

    /** What the file will hold: written to a channel that starts at position 0 and that the body leaves open. */
    @FunctionalInterface
    public interface Body {
        void write(FileChannel channel) throws IOException;
    }

    /**
     * Replaces the file by what the body writes. Whatever the body throws leaves the old file as it was.
     *
     * @throws UncheckedIOException if the file cannot be written
     */
    public static void write(Path file, Body body) {
        try {
            // A link stays a link: its target is replaced.
            Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            if (Files.exists(target) && !Files.isRegularFile(target) && !Files.isDirectory(target)) {
                // A device or a pipe is written to, not replaced.
                try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
                    body.write(channel);
                }
                return;
            }
            Path temporary = target.resolveSibling(".gradus-" + Long.toHexString(
                    ThreadLocalRandom.current().nextLong()) + ".tmp");
            try {
                try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE)) {
                    body.write(channel);
                    channel.force(true);
                }
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw failure("cannot write " + file, e);
        }
    }

    /** Replaces the file by this text, as UTF-8. */
    public static void write(Path file, CharSequence text) {
        write(file, channel -> writeFully(channel, StandardCharsets.UTF_8.encode(text.toString())));
    }

    /** A channel may take less than it is given. */
    static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) channel.write(bytes);
    }

    /** The trouble in one line; the exceptions of {@code java.nio.file} have the path alone as their message. */
    static UncheckedIOException failure(String what, IOException e) {
        String why = e instanceof NoSuchFileException ? "no such file or folder"
                : e instanceof AccessDeniedException ? "permission denied"
                : String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
        return new UncheckedIOException(what + ": " + why, new IOException(why, e));
    }
}
