package org.gradus.optim.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    @Test
    void writesAndReplaces() throws IOException {
        Path file = folder.resolve("a.txt");
        AtomicFile.write(file, "first, and longer");
        AtomicFile.write(file, "second \u00e9");
        assertEquals("second \u00e9", Files.readString(file));
        assertEquals(List.of("a.txt"), names());
    }

    @Test
    void aWriterThatFailsLeavesTheOldFileAndNoOther() throws IOException {
        Path file = folder.resolve("a.txt");
        AtomicFile.write(file, "old");
        for (Exception trouble : List.of(new IOException("disk\nfull"), new IllegalStateException("bug"))) {
            Exception e = assertThrows(RuntimeException.class, () -> AtomicFile.write(file, channel -> {
                channel.write(StandardCharsets.UTF_8.encode("half of the new"));
                if (trouble instanceof IOException io) throw io;
                throw (RuntimeException) trouble;
            }));
            assertFalse(e.getMessage().contains("\n"));
            assertEquals("old", Files.readString(file));
            assertEquals(List.of("a.txt"), names());
        }
    }

    @Test
    void theNewContentIsNotSeenWhileItIsWritten() {
        Path file = folder.resolve("a.txt");
        AtomicFile.write(file, "old");
        AtomicFile.write(file, channel -> {
            channel.write(StandardCharsets.UTF_8.encode("new"));
            assertEquals("old", Files.readString(file));
        });
    }

    @Test
    void troubleIsOneLineThatNamesTheFile() {
        Path file = folder.resolve("nowhere").resolve("a.txt");
        UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> AtomicFile.write(file, "text"));
        assertEquals("cannot write " + file + ": no such file or folder", e.getMessage());
    }

    @Test
    void aLinkStaysALink() throws IOException {
        Path target = folder.resolve("target.txt");
        Path link = folder.resolve("link.txt");
        AtomicFile.write(target, "old");
        try {
            Files.createSymbolicLink(link, target);
        } catch (IOException | UnsupportedOperationException e) {
            Assumptions.abort("no links on this file system");
        }
        AtomicFile.write(link, "new");
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(target));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }
}
