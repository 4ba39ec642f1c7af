package org.gradus.optim.execute;

import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Where state lies in memory: in the order of its parameter, and at the same place within cache lines. A 512-bit load
 * that straddles two lines costs two; with state out of step with its parameter AdamW takes a third longer.
 */
public final class Alignment {
    static final int CACHE_LINE = 64;
    /** Below this length it makes no difference. */
    static final int WORTHWHILE = 1 << 12;

    private Alignment() {}

    /** An uninitialized array of the parameter's type and shape that lies as the parameter does; in no workspace. */
    public static INDArray allocate(INDArray parameter) {
        Layout layout = Layout.of(parameter);
        DataType type = parameter.dataType();
        if (parameter.length() == 0) return Nd4j.createUninitializedDetached(type, 'c', parameter.shape());
        int spare = CACHE_LINE / type.width();
        INDArray base = Nd4j.createUninitializedDetached(type, 'c', parameter.length() + spare);
        long shift = Math.floorMod(place(parameter) - place(base), CACHE_LINE) / type.width();
        INDArray row = base.get(NDArrayIndex.interval(shift, shift + parameter.length()));
        if (layout.axes().length == 0) return row.reshape();
        int[] back = new int[layout.axes().length];
        for (int i = 0; i < back.length; i++) back[layout.axes()[i]] = i;
        return row.reshape('c', layout.shape()).permute(back);
    }

    /** Whether the array lies as well as one of {@link #allocate} would. */
    public static boolean fits(INDArray array, INDArray parameter) {
        Layout layout = Layout.of(parameter);
        boolean indifferent = parameter.length() < WORTHWHILE || !layout.isFlat(parameter);
        return layout.isFlat(array) && (indifferent || place(array) == place(parameter));
    }

    /** Where in its cache line the first element is, in bytes. */
    static int place(INDArray array) {
        return (int) (address(array) % CACHE_LINE);
    }

    /** Where the first element is: in the host's memory or, where a back end has made no place for it there, on its device. */
    public static long address(INDArray array) {
        Pointer host = array.data().addressPointer();
        return host == null ? array.data().platformAddress() : host.address();
    }
}
