package org.gradus.experiments.document;

import java.util.List;
import java.util.stream.Collectors;

/** Lines of comma-separated values (RFC 4180, with line feeds). */
public final class Csv {
    private Csv() {}

    /** A line of cells, in quotes where they need them; null is empty. */
    public static String line(List<?> cells) {
        return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\n"));
    }

    private static String cell(Object value) {
        String text = value == null ? "" : value.toString();
        return text.matches("[^,\"\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
