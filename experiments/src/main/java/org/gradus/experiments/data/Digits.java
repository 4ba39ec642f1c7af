package org.gradus.experiments.data;

import java.util.List;

/**
 * 1,797 handwritten digits of 8 x 8 pixels, grey levels 0 to 16 scaled to [0, 1]: 64 features, 10 classes; 1,437 for
 * training and 360 for testing. UCI "Optical Recognition of Handwritten Digits" (Alpaydin, Kaynak), test part,
 * CC BY 4.0.
 */
public final class Digits {
    private static final int LEVELS = 16;

    private Digits() {}

    /** The data set; parsed once. */
    public static Dataset load() {
        return Parsed.DIGITS;
    }

    private static final class Parsed {
        static final Dataset DIGITS = parse(DataFile.lines("digits.csv.gz"));
    }

    static Dataset parse(List<String> lines) {
        double[][] table = DataFile.table("data/digits.csv.gz", lines, 1, 1797, 65, 0, LEVELS, 10);
        double[][] features = Dataset.features(table);
        for (double[] row : features) {
            for (int j = 0; j < row.length; j++) row[j] /= LEVELS;
        }
        return Dataset.of(features, Dataset.labels(table), List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));
    }
}
