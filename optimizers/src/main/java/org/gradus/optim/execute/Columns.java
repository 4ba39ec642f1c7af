package org.gradus.optim.execute;

import org.gradus.optim.option.InvalidInput;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A matrix off the heap, copied to the heap and back as columns of float64: {@code columns[j][i]} is row i of column
 * j, whichever way and in whichever type the array is stored.
 */
public final class Columns {
    private static final int BLOCK = 1 << 13;
    /** Elements that are looked at together. */
    private static final int SUMS = 1 << 9;

    private final Memory memory;
    private final int rows;
    private final int columns;
    /** Whether neighbours in memory are neighbours in a row. */
    private final boolean byRows;
    private final boolean floats;

    /** @param transposed whether the array holds the transpose of the matrix */
    public Columns(String name, INDArray array, boolean transposed) {
        if (array.rank() > 2) throw new InvalidInput("'" + name + "' has " + array.rank() + " axes, but must be a matrix");
        if (array.rank() == 2 && array.size(transposed ? 0 : 1) > Memory.OVERLAP) {
            throw new InvalidInput("'" + name + "' has more than " + Memory.OVERLAP + " columns on its shorter side");
        }
        Layout layout = Layout.of(array);
        this.memory = new Memory(name, array, layout);
        this.floats = array.dataType() == DataType.FLOAT;
        long first = array.rank() > 0 ? array.size(0) : 1;
        long second = array.rank() > 1 ? array.size(1) : 1;
        this.rows = Math.toIntExact(transposed ? second : first);
        this.columns = Math.toIntExact(transposed ? first : second);
        int fastest = array.rank() < 2 ? 0 : layout.axes()[1];
        this.byRows = array.rank() == 2 && fastest == (transposed ? 0 : 1);
    }

    /** Whether this is still the memory of that array. */
    public boolean isOf(INDArray array) {
        return memory.isOf(array);
    }

    /** Memory for one block on its way, of either type, and for the look, for matrices of so many columns; one a thread. */
    public static Object[] buffers(int columns) {
        int length = Math.max(BLOCK, columns);
        return new Object[] {new float[length], new double[length], new float[SUMS], new double[SUMS]};
    }

    /** Whether every element is finite. */
    public boolean isFinite(Object[] buffers) {
        Object block = buffers[floats ? 0 : 1];
        Object sums = buffers[floats ? 2 : 3];
        long length = (long) rows * columns;
        for (long start = 0; start < length; start += SUMS) {
            int n = (int) Math.min(SUMS, length - start);
            memory.gather(start, n, block);
            Fold.finite(block, n, sums);
        }
        return Fold.total(sums, SUMS) == 0;
    }

    public void read(double[][] into, Object[] buffers) {
        if (floats) {
            float[] block = (float[]) buffers[0];
            walk((start, n, row, column) -> {
                memory.gather(start, n, block);
                if (byRows) {
                    spread(block, n, row, into);
                } else {
                    double[] to = into[column];
                    for (int i = 0; i < n; i++) to[row + i] = block[i];
                }
            });
        } else {
            double[] block = (double[]) buffers[1];
            walk((start, n, row, column) -> {
                memory.gather(start, n, block);
                if (byRows) spread(block, n, row, into);
                else System.arraycopy(block, 0, into[column], row, n);
            });
        }
    }

    public void write(double[][] from, Object[] buffers) {
        if (floats) {
            float[] block = (float[]) buffers[0];
            walk((start, n, row, column) -> {
                if (byRows) {
                    collect(from, n, row, block);
                } else {
                    double[] of = from[column];
                    for (int i = 0; i < n; i++) block[i] = (float) of[row + i];
                }
                memory.scatter(start, n, block);
            });
        } else {
            double[] block = (double[]) buffers[1];
            walk((start, n, row, column) -> {
                if (byRows) collect(from, n, row, block);
                else System.arraycopy(from[column], row, block, 0, n);
                memory.scatter(start, n, block);
            });
        }
    }

    private interface Visit {
        /** Elements start .. start + n of memory: whole rows from {@code row} on, or a part of one column. */
        void at(long start, int n, int row, int column);
    }

    private void walk(Visit visit) {
        if (byRows) {
            int whole = Math.max(1, BLOCK / columns);
            for (int row = 0; row < rows; row += whole) {
                visit.at((long) row * columns, Math.min(whole, rows - row) * columns, row, 0);
            }
        } else {
            for (int column = 0; column < columns; column++) {
                for (int row = 0; row < rows; row += BLOCK) {
                    visit.at((long) column * rows + row, Math.min(BLOCK, rows - row), row, column);
                }
            }
        }
    }

    private void spread(float[] block, int n, int row, double[][] into) {
        int count = n / columns;
        for (int j = 0; j < columns; j++) {
            double[] to = into[j];
            for (int i = 0, at = j; i < count; i++, at += columns) to[row + i] = block[at];
        }
    }

    private void spread(double[] block, int n, int row, double[][] into) {
        int count = n / columns;
        for (int j = 0; j < columns; j++) {
            double[] to = into[j];
            for (int i = 0, at = j; i < count; i++, at += columns) to[row + i] = block[at];
        }
    }

    private void collect(double[][] from, int n, int row, float[] block) {
        int count = n / columns;
        for (int j = 0; j < columns; j++) {
            double[] of = from[j];
            for (int i = 0, at = j; i < count; i++, at += columns) block[at] = (float) of[row + i];
        }
    }

    private void collect(double[][] from, int n, int row, double[] block) {
        int count = n / columns;
        for (int j = 0; j < columns; j++) {
            double[] of = from[j];
            for (int i = 0, at = j; i < count; i++, at += columns) block[at] = of[row + i];
        }
    }
}
