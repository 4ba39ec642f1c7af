package org.gradus.experiments.table;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of text, of which some is numbers.
 *
 * @param title   may be empty
 * @param heading as many as every row has cells
 */
public record Table(String title, List<String> heading, List<List<Cell>> rows) {
    /** What is shown, and the number to sort by: NaN where it is no number. */
    public record Cell(String text, double number) {
        /** Of text that is no number. */
        public static Cell of(String text) {
            return new Cell(text, Double.NaN);
        }
    }

    /** As lines for a terminal, the heading first. */
    public List<String> lines() {
        List<List<String>> all = new ArrayList<>(List.of(heading));
        rows.forEach(row -> all.add(row.stream().map(Cell::text).toList()));
        List<String> lines = aligned(all);
        if (!title.isEmpty()) lines.add(0, title);
        return lines;
    }

    /** Rows of equally many cells, in columns. */
    public static List<String> aligned(List<List<String>> rows) {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int c = column;
                int width = rows.stream().mapToInt(r -> r.get(c).length()).max().orElse(0);
                line.append(String.format("%-" + (width + 2) + "s", row.get(column)));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
