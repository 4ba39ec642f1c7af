package org.gradus.optim.cuda;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One matrix on the card for each array of a program, a model a row. The arrays of the host stand for places in a row: they
 * are the same for all rows, whose number is the tensor's name.
 */
final class RowMatrices implements Residence {
    /** Which matrix, and bytes from the beginning of a row. */
    private record Place(int matrix, long offset) {}

    private final Holdings holdings;
    private final DeviceMemory[] matrices;
    private final long rowBytes;
    private final Map<INDArray, Place> places = new IdentityHashMap<>();

    /** @param length of a row, in elements */
    RowMatrices(Driver driver, int matrices, int rows, long length) {
        this.holdings = new Holdings(driver);
        this.matrices = new DeviceMemory[matrices];
        this.rowBytes = Double.BYTES * length;
        try {
            for (int m = 0; m < matrices; m++) {
                this.matrices[m] = holdings.allocate(rows * rowBytes);
                driver.clear(matrix(m).address(), matrix(m).bytes());
            }
        } catch (RuntimeException | Error e) {
            holdings.close();
            throw e;
        }
    }

    DeviceMemory matrix(int m) {
        return matrices[m];
    }

    /** @param offset elements from the beginning of a row */
    void place(INDArray array, int matrix, long offset) {
        places.put(array, new Place(matrix, Double.BYTES * offset));
    }

    @Override
    public long address(String row, INDArray array, INDArray parameter) {
        Place place = places.get(array);
        return matrix(place.matrix).address() + Integer.parseInt(row) * rowBytes + place.offset;
    }

    @Override
    public long gradient(String row, INDArray gradient, INDArray parameter) {
        return address(row, gradient, parameter);
    }

    @Override
    public void enter(List<INDArray> arrays) {}

    @Override
    public void written(List<INDArray> arrays) {}

    /** The host has no elements of its own. */
    @Override
    public void fetch(INDArray array) {}

    @Override
    public void close() {
        holdings.close();
    }
}
