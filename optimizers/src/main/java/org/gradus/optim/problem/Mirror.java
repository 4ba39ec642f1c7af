package org.gradus.optim.problem;

import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Require;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The float64 heap twin of one named ND4J array, in row-major order. A dense array is copied as a block of memory, in a
 * fraction of a microsecond; views and column-major arrays go through a copy.
 */
final class Mirror {
    /** The rows of a matrix; a vector is one row. */
    final double[][] rows;
    private final String name;
    private final DataType type;
    private final long[] shape;
    /** One block to exchange with the array's memory, of its type; the other is null. */
    private final float[] floats;
    private final double[] doubles;

    Mirror(String name, DataType type, long... shape) {
        Require.check(type == DataType.FLOAT || type == DataType.DOUBLE, "type", "FLOAT or DOUBLE", type);
        this.name = name;
        this.type = type;
        this.shape = shape;
        long length = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        Require.check(length <= Integer.MAX_VALUE / 2, name, "an array of less than a billion elements", length);
        int columns = (int) shape[shape.length - 1];
        this.rows = new double[(int) length / columns][columns];
        this.floats = type == DataType.FLOAT ? new float[(int) length] : null;
        this.doubles = type == DataType.DOUBLE ? new double[(int) length] : null;
    }

    /** The values of an array of rank 1. */
    double[] vector() {
        return rows[0];
    }

    String name() {
        return name;
    }

    /** A new array with these values. */
    INDArray array() {
        return Nd4j.createFromArray(rows).reshape(shape).castTo(type);
    }

    /** Complains if there is no array of this name, shape and type. */
    void check(Tensors tensors) {
        INDArray array = tensors.get(name);
        if (array.dataType() != type || !Arrays.equals(array.shape(), shape)) {
            throw new InvalidInput("array '" + name + "' is " + array.dataType() + Arrays.toString(array.shape())
                    + ", but this problem needs " + type + Arrays.toString(shape) + "; start from its start(seed)");
        }
    }

    void read(Tensors tensors) {
        check(tensors);
        INDArray array = tensors.get(name);
        INDArray dense = Tensors.isRowMajor(array) ? array : array.dup('c');
        Pointer memory = hostMemory(dense);
        int columns = rows[0].length;
        if (floats == null) {
            new DoublePointer(memory).get(doubles);
            for (int i = 0; i < rows.length; i++) System.arraycopy(doubles, i * columns, rows[i], 0, columns);
        } else {
            new FloatPointer(memory).get(floats);
            for (int i = 0; i < rows.length; i++) {
                for (int j = 0; j < columns; j++) rows[i][j] = floats[i * columns + j];
            }
        }
    }

    void write(Tensors tensors) {
        check(tensors);
        INDArray array = tensors.get(name);
        if (!Tensors.isRowMajor(array)) {
            array.assign(array());
            return;
        }
        Pointer memory = hostMemory(array);
        int columns = rows[0].length;
        if (floats == null) {
            for (int i = 0; i < rows.length; i++) System.arraycopy(rows[i], 0, doubles, i * columns, columns);
            new DoublePointer(memory).put(doubles);
        } else {
            for (int i = 0; i < rows.length; i++) {
                for (int j = 0; j < columns; j++) floats[i * columns + j] = (float) rows[i][j];
            }
            new FloatPointer(memory).put(floats);
        }
        Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
    }

    private static Pointer hostMemory(INDArray array) {
        Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
        return array.data().addressPointer();
    }
}
