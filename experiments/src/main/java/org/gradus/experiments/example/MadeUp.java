package org.gradus.experiments.example;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Data without meaning, for timings. */
final class MadeUp {
    private MadeUp() {}

    /** Uniform features in [0, 1) and labels at random, the same each time. */
    static List<DataSet> batches(int count, int batch, int inputs, int classes) {
        SplittableRandom random = new SplittableRandom(1);
        List<DataSet> batches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            INDArray features = Nd4j.createFromArray(random.doubles((long) batch * inputs).toArray()).castTo(DataType.FLOAT)
                    .reshape(batch, inputs);
            INDArray labels = Nd4j.zeros(DataType.FLOAT, batch, classes);
            for (int row = 0; row < batch; row++) labels.putScalar(row, random.nextInt(classes), 1);
            batches.add(new DataSet(features, labels));
        }
        return batches;
    }
}
