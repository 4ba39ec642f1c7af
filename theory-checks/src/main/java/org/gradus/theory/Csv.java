package org.gradus.theory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Recorded numbers that claims come with, in a csv file beside their class. */
public final class Csv {
    private Csv() {}

    /** The cells of the lines under the header; a line that begins with # is a comment. */
    public static List<String[]> rows(Class<?> beside, String name) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(beside.getResourceAsStream(name),
                StandardCharsets.UTF_8))) {
            return in.lines().filter(line -> !line.startsWith("#")).skip(1).map(line -> line.split(",", -1)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
