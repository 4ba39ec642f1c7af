package org.gradus.experiments.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.gradus.optim.option.InvalidInput;

/** Files that ship with the toolkit; tables of numbers among them are read strictly: a wrong count or range is an error. */
final class DataFile {
    private DataFile() {}

    /** The lines of a file that ships with the toolkit; {@code .gz} is decompressed. */
    static List<String> lines(String file) {
        try (InputStream raw = DataFile.class.getResourceAsStream("/data/" + file)) {
            if (raw == null) throw new InvalidInput("data/" + file + " is not on the class path; rebuild the toolkit");
            InputStream in = file.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList();
        } catch (IOException | UncheckedIOException e) {
            throw new InvalidInput("data/" + file + " cannot be read (" + e.getMessage() + "); rebuild the toolkit", e);
        }
    }

    /**
     * @param firstLine the number of {@code lines.get(0)} in its file, for messages
     * @param rows      how many lines there must be
     * @param columns   how many numbers each must have, the class last
     * @param smallest  and largest: the range of all but the class
     * @param classes   the class is a whole number in {@code [0, classes)}
     */
    static double[][] table(String file, List<String> lines, int firstLine, int rows, int columns, double smallest,
                            double largest, int classes) {
        if (lines.size() != rows) {
            throw new InvalidInput(file + " has " + lines.size() + " rows, but must have " + rows
                    + "; restore the original file");
        }
        List<double[]> table = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            String where = file + " line " + (firstLine + i) + ": ";
            String[] fields = lines.get(i).split(",", -1);
            if (fields.length != columns) throw broken(where + fields.length + " columns, but must be " + columns);
            double[] row = new double[columns];
            for (int j = 0; j < columns; j++) {
                row[j] = number(where, fields[j]);
                boolean valid = j < columns - 1 ? row[j] >= smallest && row[j] <= largest
                        : row[j] >= 0 && row[j] < classes && row[j] == (int) row[j];
                if (!valid) throw broken(where + "column " + (j + 1) + " is out of range: " + fields[j]);
            }
            table.add(row);
        }
        return table.toArray(double[][]::new);
    }

    private static double number(String where, String field) {
        try {
            return Double.parseDouble(field);
        } catch (NumberFormatException e) {
            throw broken(where + "'" + field + "' is not a number");
        }
    }

    private static InvalidInput broken(String message) {
        return new InvalidInput(message + "; restore the original file");
    }
}
