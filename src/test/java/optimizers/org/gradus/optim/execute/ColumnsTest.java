package org.gradus.optim.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Every element finds its row and column and comes back, from each storage order and type. */
class ColumnsTest {
    private final Random random = new Random(3);

    @Test
    void copiesGoToTheirPlaceAndBack() {
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            for (char order : new char[] {'c', 'f'}) {
                for (int columns = 1; columns <= 17; columns++) {
                    copies(type, order, 1 + random.nextInt(60), columns, columns % 2 == 0);
                }
                copies(type, order, 2077, 9, false);
                copies(type, order, 2077, 9, true);
            }
        }
    }

    private void copies(DataType type, char order, int rows, int columns, boolean transposed) {
        INDArray array = Nd4j.create(type, transposed ? new long[] {columns, rows} : new long[] {rows, columns}, order);
        double[][] values = new double[columns][rows];
        for (int j = 0; j < columns; j++) {
            for (int i = 0; i < rows; i++) values[j][i] = random.nextGaussian();
        }
        Columns copied = new Columns("x", array, transposed);
        Object[] buffers = Columns.buffers(columns);
        copied.write(values, buffers);
        double[][] back = new double[columns][rows];
        copied.read(back, buffers);
        for (int j = 0; j < columns; j++) {
            for (int i = 0; i < rows; i++) {
                double expected = type == DataType.FLOAT ? (float) values[j][i] : values[j][i];
                assertEquals(expected, back[j][i]);
                if (rows < 100) assertEquals(expected, transposed ? array.getDouble(j, i) : array.getDouble(i, j));
            }
        }
    }

    /** One NaN must be seen wherever it stands, and be forgotten by the next look. */
    @Test
    void oneElementThatIsNotFiniteIsFound() {
        int rows = 331;
        int columns = 5;
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            INDArray array = Nd4j.create(type, new long[] {rows, columns}, 'c');
            Columns copied = new Columns("x", array, false);
            Object[] buffers = Columns.buffers(columns);
            for (long at : new long[] {0, 1, 511, 512, 513, 1023, 1024, (long) rows * columns - 1}) {
                for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
                    array.putScalar(at, bad);
                    assertFalse(copied.isFinite(buffers));
                    array.putScalar(at, 1);
                    assertTrue(copied.isFinite(buffers));
                }
            }
        }
    }
}
