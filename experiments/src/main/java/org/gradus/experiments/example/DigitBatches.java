package org.gradus.experiments.example;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.gradus.experiments.data.Dataset;
import org.gradus.experiments.data.Digits;
import org.gradus.optim.problem.Examples;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** The handwritten digits as DL4J takes data: 64 features, 10 classes, one-hot labels. */
public final class DigitBatches {
    private static final int SIDE = 8;

    private DigitBatches() {}

    /** 1,437 digits for training, shuffled once by the seed. */
    public static DataSetIterator train(int batch, long seed) {
        DataSet all = dataSet(Digits.load().train());
        all.shuffle(seed);
        return new ListDataSetIterator<>(all.asList(), batch);
    }

    /** 360 other digits. */
    public static DataSetIterator test() {
        Dataset digits = Digits.load();
        return new ListDataSetIterator<>(dataSet(digits.test()).asList(), digits.test().size());
    }

    /** The same digits, turned by 90 degrees. */
    public static DataSetIterator turned(DataSetIterator upright, int batch) {
        List<DataSet> turned = new ArrayList<>();
        upright.reset();
        while (upright.hasNext()) {
            for (DataSet digit : upright.next().asList()) {
                INDArray image = digit.getFeatures().reshape(SIDE, SIDE);
                INDArray copy = Nd4j.create(DataType.FLOAT, 1, SIDE * SIDE);
                for (int row = 0; row < SIDE; row++) {
                    for (int column = 0; column < SIDE; column++) {
                        copy.putScalar(0, column * SIDE + SIDE - 1 - row, image.getDouble(row, column));
                    }
                }
                turned.add(new DataSet(copy, digit.getLabels()));
            }
        }
        upright.reset();
        return new ListDataSetIterator<>(turned, batch);
    }

    private static DataSet dataSet(Examples examples) {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, examples.size(), examples.classes());
        for (int i = 0; i < examples.size(); i++) labels.putScalar(i, examples.label(i), 1);
        return new DataSet(examples.features(DataType.FLOAT), labels);
    }
}
