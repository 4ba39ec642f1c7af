package org.gradus.optim.cuda;

import java.util.Arrays;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Named arrays in the card's memory, row by row, beside host arrays of the same shapes. They live as long as the
 * {@link DeviceBound} that they come from.
 */
public final class DeviceTensors {
    private final Tensors host;
    private final Mirrors mirrors;
    private final boolean filled;

    /** @param filled whether the host's elements count where the card has none yet; otherwise those are zeros */
    DeviceTensors(Tensors host, Mirrors mirrors, boolean filled) {
        this.host = host;
        this.mirrors = mirrors;
        this.filled = filled;
    }

    /**
     * The address of the first element in the card's memory, for other libraries and kernels that read or write there; they
     * must be done when a step is asked for.
     */
    public long address(String name) {
        INDArray array = host.get(name);
        return (filled ? mirrors.copy(array) : mirrors.space(array)).address();
    }

    /** The host's arrays, whose elements are those of the last {@link #download}. */
    public Tensors host() {
        return host;
    }

    /**
     * Copies arrays to the card, all of these names or some.
     *
     * @throws InvalidInput if a name is unknown, or a shape or type differs; nothing has been copied then
     */
    public void upload(Tensors values) {
        for (String name : values.names()) {
            INDArray value = values.get(name);
            INDArray own = host.get(name);
            if (!Arrays.equals(value.shape(), own.shape()) || value.dataType() != own.dataType()) {
                throw new InvalidInput("'" + name + "' is " + value.dataType() + Arrays.toString(value.shape())
                        + ", but on the card it is " + own.dataType() + Arrays.toString(own.shape()));
            }
        }
        for (String name : values.names()) mirrors.upload(host.get(name), values.get(name));
    }

    /** Whether the card has elements of this array. */
    boolean has(String name) {
        return mirrors.has(host.get(name));
    }

    /** Makes what the card has equal to the host's arrays. */
    void restore() {
        for (INDArray array : host.values()) {
            if (mirrors.has(array)) mirrors.upload(array, array);
        }
    }

    /** Copies the elements to the host's arrays, when all steps before are done. What is not on the card stays as it is. */
    public void download() {
        for (INDArray array : host.values()) mirrors.fetch(array);
    }
}
