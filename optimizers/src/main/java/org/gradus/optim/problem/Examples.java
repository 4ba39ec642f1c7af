package org.gradus.optim.problem;

import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Require;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Labelled examples for classification: immutable, checked once, shared by any number of problems and threads. */
public final class Examples {
    /** The features of an example: shared, or made on demand; not to be written to. */
    private final IntFunction<double[]> features;
    private final int[] labels;
    private final int inputs;
    private final int classes;

    Examples(IntFunction<double[]> features, int[] labels, int inputs, int classes) {
        this.features = features;
        this.labels = labels;
        this.inputs = inputs;
        this.classes = classes;
    }

    /**
     * @param features examples x inputs, of any type, finite; copied
     * @param labels   one class in {@code [0, classes)} for every example; copied
     */
    public static Examples of(INDArray features, int[] labels, int classes) {
        Require.check(classes >= 2, "classes", "at least 2", classes);
        if (features.rank() != 2) {
            throw new InvalidInput("features have rank " + features.rank() + ", but must be examples x inputs");
        }
        if (features.rows() != labels.length) {
            throw new InvalidInput("features have " + features.rows() + " rows, but there are " + labels.length
                    + " labels; give one label a row");
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new InvalidInput("label " + labels[i] + " of example " + i + " is not in [0, " + classes + ")");
            }
        }
        double[][] rows = finite("features are", features);
        return new Examples(i -> rows[i], labels.clone(), features.columns(), classes);
    }

    /** These examples only, in this order: the share of one client, say. */
    public Examples select(int[] indices) {
        if (indices.length == 0) throw new InvalidInput("no example selected; choose at least one");
        checkBatch(indices, labels.length);
        int[] chosen = indices.clone();
        return new Examples(i -> features.apply(chosen[i]), IntStream.of(chosen).map(i -> labels[i]).toArray(), inputs,
                classes);
    }

    public int size() {
        return labels.length;
    }

    /** Features of an example. */
    public int inputs() {
        return inputs;
    }

    public int classes() {
        return classes;
    }

    public int label(int example) {
        return labels[example];
    }

    /** A copy of the labels. */
    public int[] labels() {
        return labels.clone();
    }

    /** A new array, examples x inputs. */
    public INDArray features(DataType type) {
        double[][] rows = new double[labels.length][];
        gather(null, 0, rows.length, rows);
        return Nd4j.createFromArray(rows).castTo(type);
    }

    /** The features, shared, of some examples beginning with {@code batch[from]} (null: with {@code from} itself). */
    void gather(int[] batch, int from, int count, double[][] rows) {
        for (int r = 0; r < count; r++) rows[r] = features.apply(batch == null ? from + r : batch[from + r]);
    }

    /** Null (all examples) or at least one index, each of an example. */
    static void checkBatch(int[] batch, int examples) {
        if (batch == null) return;
        if (batch.length == 0) throw new InvalidInput("the batch is empty; pass null for all examples");
        for (int index : batch) {
            if (index < 0 || index >= examples) {
                throw new InvalidInput("the batch holds example " + index + ", but there are " + examples
                        + " examples; indices begin with 0");
            }
        }
    }

    /** The rows of a matrix ("features are"); a NaN or an infinity is an error that says where it stands. */
    static double[][] finite(String what, INDArray array) {
        if (array.isEmpty()) throw new InvalidInput(what + " empty; give at least one example");
        double[][] rows = array.dup('c').castTo(DataType.DOUBLE).toDoubleMatrix();
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                if (!Double.isFinite(rows[i][j])) {
                    throw new InvalidInput(what + " not finite: row " + i + ", column " + j + " is " + rows[i][j]
                            + "; remove or impute it");
                }
            }
        }
        return rows;
    }
}
