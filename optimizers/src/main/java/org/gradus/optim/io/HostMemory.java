package org.gradus.optim.io;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The bytes of arrays as a file has them: row by row, little-endian (as are all machines that ND4J runs on). Channels
 * read and write the array's own memory, one window after the other, so nothing is copied to the heap.
 */
final class HostMemory {
    /** Bytes of one window: a buffer cannot hold 2 GiB, and a channel does best with less. */
    private static final long WINDOW = 1 << 26;

    private HostMemory() {}

    /** What is done with a window of an array's memory. */
    interface Action {
        void on(ByteBuffer window) throws IOException;
    }

    /** Shows the elements of any array; one that is not dense and row by row is first copied, off the heap. */
    static void read(INDArray array, Action action) throws IOException {
        if (array.isEmpty()) return;
        if (Tensors.isRowMajor(array)) {
            readDense(array, action);
        } else {
            try (INDArray rows = Nd4j.createUninitializedDetached(array.dataType(), 'c', array.shape())) {
                readDense(rows.assign(array), action);
            }
        }
    }

    private static void readDense(INDArray array, Action action) throws IOException {
        Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
        forEachWindow(array, action);
    }

    /** A new array outside any workspace, with the elements that the action fills in. */
    static INDArray filled(ElementType type, long[] shape, Action action) throws IOException {
        INDArray array = allocate(type, shape);
        if (array.isEmpty()) return array;
        forEachWindow(array, action);
        Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
        return array;
    }

    private static INDArray allocate(ElementType type, long[] shape) {
        try {
            return Nd4j.createUninitializedDetached(type.array, 'c', shape);
        } catch (OutOfMemoryError | RuntimeException e) {
            // JavaCPP's own limit is an error of the first kind, a refusal of the system one of the second.
            throw new InvalidInput("its " + Entry.bytes(type, shape) + " bytes do not fit into the memory that is left"
                    + " off the heap; raise -Dorg.bytedeco.javacpp.maxbytes or use a smaller file", e);
        }
    }

    private static void forEachWindow(INDArray array, Action action) throws IOException {
        BytePointer bytes = new BytePointer(array.data().addressPointer());
        long length = array.length() * array.dataType().width();
        for (long from = 0; from < length; from += WINDOW) {
            // The address itself is moved: a pointer's position and limit are cut off at 2 GiB in its buffer.
            action.on(bytes.getPointer(from).limit(Math.min(WINDOW, length - from)).asByteBuffer());
        }
        // ND4J frees memory by its array alone: a pointer into it does not keep it.
        Reference.reachabilityFence(array);
    }
}
