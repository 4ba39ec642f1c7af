package org.gradus.optim.cuda;

import java.util.List;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The arrays of ND4J's CUDA back end where they are: device pointers, and ND4J's own stream, so that its operations
 * before and after a step need not be waited for. ND4J keeps a host and a device side of each array and must be told
 * which one was written last.
 */
final class Nd4jArrays implements Residence {
    private final CudaDriver driver;

    Nd4jArrays(CudaDriver driver) {
        if (Nd4j.getExecutioner().type() != ExecutionerType.CUDA) {
            throw new InvalidInput("ND4J runs on the CPU here; put its CUDA back end on the class path (-Pnd4j-cuda), or"
                    + " keep parameters on the card in a DeviceBound");
        }
        this.driver = driver;
        driver.use(stream());
    }

    /**
     * The stream of this thread's ND4J. Its classes are not there when this is compiled; what they hand out is a pointer to
     * the stream's handle.
     */
    private static long stream() {
        try {
            Class<?> type = Class.forName("org.nd4j.jita.allocator.impl.AtomicAllocator");
            Object allocator = type.getMethod("getInstance").invoke(null);
            Object context = allocator.getClass().getMethod("getDeviceContext").invoke(allocator);
            Pointer handle = (Pointer) context.getClass().getMethod("getOldStream").invoke(context);
            return new LongPointer(handle).get();
        } catch (ReflectiveOperationException e) {
            throw new CudaFailure("this ND4J's CUDA back end does not tell its stream: " + e + "; use 1.0.0-M2.1");
        }
    }

    @Override
    public long address(String name, INDArray array, INDArray parameter) {
        refuseGaps(name, array, parameter);
        return onDevice(array);
    }

    @Override
    public long gradient(String name, INDArray gradient, INDArray parameter) {
        refuseGaps("the gradient of " + name, gradient, parameter);
        return onDevice(gradient);
    }

    private static long onDevice(INDArray array) {
        if (array.length() == 0) return 0;
        Nd4j.getAffinityManager().ensureLocation(array, Location.DEVICE);
        return array.data().platformAddress();
    }

    /** Elements must follow each other as the parameter's do, without gaps. */
    private static void refuseGaps(String name, INDArray array, INDArray parameter) {
        boolean same = array.rank() == parameter.rank();
        for (int axis = 0; same && axis < array.rank(); axis++) {
            same = array.size(axis) == 1 || array.stride(axis) == parameter.stride(axis);
        }
        if (!Tensors.isRowMajor(parameter) || !same) {
            throw new InvalidInput("'" + name + "' does not lie row by row without gaps in the card's memory; make it so"
                    + " with dup('c')");
        }
    }

    @Override
    public void enter(List<INDArray> arrays) {
        driver.use(stream());
        for (INDArray array : arrays) {
            if (array.length() > 0) Nd4j.getAffinityManager().ensureLocation(array, Location.DEVICE);
        }
    }

    @Override
    public void written(List<INDArray> arrays) {
        for (INDArray array : arrays) {
            if (array.length() > 0) Nd4j.getAffinityManager().tagLocation(array, Location.DEVICE);
        }
    }

    /** ND4J does that itself when an element is read. */
    @Override
    public void fetch(INDArray array) {}

    @Override
    public void close() {}
}
