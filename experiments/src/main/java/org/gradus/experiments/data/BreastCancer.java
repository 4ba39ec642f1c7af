package org.gradus.experiments.data;

import java.util.List;
import org.gradus.optim.option.InvalidInput;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * 569 cases of 30 measurements of cell nuclei, class 0 malignant, 1 benign; 455 for training and 114 for testing. UCI
 * "Breast Cancer Wisconsin (Diagnostic)" (Wolberg, Street, Mangasarian), CC BY 4.0.
 */
public final class BreastCancer {
    private static final String FILE = "data/breast_cancer.csv";
    private static final String HEADER = "569,30,malignant,benign";

    private BreastCancer() {}

    /** Every feature with mean 0 and variance 1 over the training part; parsed once. */
    public static Dataset load() {
        return Parsed.STANDARDISED;
    }

    /** The features as measured, whose scales differ by up to five orders of magnitude: badly conditioned. */
    public static Dataset loadRaw() {
        return Parsed.RAW;
    }

    private static final class Parsed {
        static final Dataset RAW = parse(DataFile.lines("breast_cancer.csv"));
        static final Dataset STANDARDISED = standardise(RAW);
    }

    static Dataset parse(List<String> lines) {
        if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
            throw new InvalidInput(FILE + " does not begin with the line " + HEADER + "; restore the original file");
        }
        double[][] table = DataFile.table(FILE, lines.subList(1, lines.size()), 2, 569, 31, 0, 1e4, 2);
        return Dataset.of(Dataset.features(table), Dataset.labels(table), List.of("malignant", "benign"));
    }

    /** The test part does not enter the mean and the variance, as it would not be known in practice. */
    private static Dataset standardise(Dataset raw) {
        double[][] train = raw.train().features(DataType.DOUBLE).toDoubleMatrix();
        double[][] features = raw.all().features(DataType.DOUBLE).toDoubleMatrix();
        for (int j = 0; j < raw.all().inputs(); j++) {
            double mean = mean(train, j);
            double variance = 0;
            for (double[] row : train) variance += (row[j] - mean) * (row[j] - mean) / train.length;
            for (double[] row : features) row[j] = (row[j] - mean) / Math.sqrt(variance);
        }
        return Dataset.of(features, raw.all().labels(), raw.classes());
    }

    private static double mean(double[][] rows, int column) {
        double sum = 0;
        for (double[] row : rows) sum += row[column];
        return sum / rows.length;
    }
}
