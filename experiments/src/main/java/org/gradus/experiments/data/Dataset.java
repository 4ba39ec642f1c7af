package org.gradus.experiments.data;

import java.util.Arrays;
import java.util.List;
import org.gradus.optim.problem.Examples;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A labelled data set with its split.
 *
 * @param all     every example, in the file's order
 * @param train   about four fifths of them, in the file's order
 * @param test    the rest
 * @param classes the name of every class
 */
public record Dataset(Examples all, Examples train, Examples test, List<String> classes) {
    /** The split never changes: results of different runs are about the same test part. */
    private static final long SPLIT_SEED = 0;

    public Dataset {
        classes = List.copyOf(classes);
    }

    static Dataset of(double[][] features, int[] labels, List<String> classes) {
        Examples all = Examples.of(Nd4j.createFromArray(features), labels, classes.size());
        Split split = Split.stratified(labels, SPLIT_SEED);
        return new Dataset(all, all.select(split.train()), all.select(split.test()), classes);
    }

    /** The features of every row: all columns but the last. */
    static double[][] features(double[][] table) {
        return Arrays.stream(table).map(row -> Arrays.copyOf(row, row.length - 1)).toArray(double[][]::new);
    }

    /** The last column. */
    static int[] labels(double[][] table) {
        return Arrays.stream(table).mapToInt(row -> (int) row[row.length - 1]).toArray();
    }
}
