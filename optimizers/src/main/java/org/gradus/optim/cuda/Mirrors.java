package org.gradus.optim.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A copy on the card for each array of the host, row by row whatever the host's order. The copies are what steps work on;
 * the host's arrays follow when they are {@link #fetch fetched}.
 */
final class Mirrors implements Residence {
    /** Bytes copied at a time: a buffer holds less than 2 GiB. */
    private static final long PART = 1 << 30;

    private final Driver driver;
    private final Holdings holdings;
    private final Map<INDArray, DeviceMemory> copies = new IdentityHashMap<>();

    Mirrors(Driver driver) {
        this.driver = driver;
        this.holdings = new Holdings(driver);
    }

    /** The copy of this array; a new one has its elements. */
    DeviceMemory copy(INDArray array) {
        DeviceMemory known = copies.get(array);
        if (known != null) return known;
        upload(array, array);
        return copies.get(array);
    }

    boolean has(INDArray array) {
        return copies.containsKey(array);
    }

    /** A copy for what the card is to fill; a new one has zeros. */
    DeviceMemory space(INDArray array) {
        DeviceMemory known = copies.get(array);
        if (known != null) return known;
        DeviceMemory made = holdings.allocate(array.length() * array.dataType().width());
        copies.put(array, made);
        driver.clear(made.address(), made.bytes());
        return made;
    }

    /** Makes the copy of an array equal to these elements, of its shape and type. */
    void upload(INDArray copied, INDArray elements) {
        long to = space(copied).address();
        INDArray dense = Tensors.isRowMajor(elements) ? elements : elements.dup('c');
        parts(dense, (from, bytes) -> driver.upload(to + from, bytes));
    }

    /** An array that the card has no copy of, such as a frozen parameter, is what it was. */
    @Override
    public void fetch(INDArray array) {
        if (!has(array)) return;
        long from = copies.get(array).address();
        INDArray dense = Tensors.isRowMajor(array) ? array : array.dup('c');
        parts(dense, (at, bytes) -> driver.download(bytes, from + at));
        if (dense != array) array.assign(dense);
    }

    private interface Part {
        void at(long offset, ByteBuffer bytes);
    }

    private static void parts(INDArray dense, Part part) {
        long length = dense.length() * dense.dataType().width();
        for (long from = 0; from < length; from += PART) {
            // A pointer's position, unlike an address, is cut off at 2 GiB.
            BytePointer at = new BytePointer(dense.data().addressPointer()).getPointer(from);
            part.at(from, at.limit(Math.min(PART, length - from)).asByteBuffer().order(ByteOrder.nativeOrder()));
        }
    }

    @Override
    public long address(String name, INDArray array, INDArray parameter) {
        return copy(array).address();
    }

    /** The card's elements count: whoever has others uploads them before. */
    @Override
    public long gradient(String name, INDArray gradient, INDArray parameter) {
        return space(gradient).address();
    }

    @Override
    public void enter(List<INDArray> arrays) {}

    @Override
    public void written(List<INDArray> arrays) {}

    @Override
    public void close() {
        copies.clear();
        holdings.close();
    }
}
