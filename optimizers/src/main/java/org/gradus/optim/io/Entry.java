package org.gradus.optim.io;

import java.util.Arrays;
import org.gradus.optim.option.InvalidInput;

/**
 * One tensor as the header describes it; its bytes are {@code begin} to {@code end}, exclusive, of the data.
 *
 * @param shape axis lengths, outermost first; none for a scalar
 */
record Entry(String name, ElementType type, long[] shape, long begin, long end) {
    Entry {
        long bytes = bytes(type, shape);
        // Both offsets are read as numbers from 0 on, so that the difference does not overflow.
        if (end - begin != bytes) {
            throw new InvalidInput("the type " + type + " and the shape " + Arrays.toString(shape) + " take " + bytes
                    + " bytes, but the offsets [" + begin + ", " + end + "] span " + (end - begin) + "; "
                    + Header.DAMAGED);
        }
    }

    /** The bytes of a dense tensor; a product that overflows is an error even where another axis is 0. */
    static long bytes(ElementType type, long[] shape) {
        long product = type.width();
        boolean empty = false;
        for (long length : shape) {
            empty |= length == 0;
            if (length > 1 && product > Long.MAX_VALUE / length) {
                throw new InvalidInput("the shape " + Arrays.toString(shape) + " has more elements than any file; "
                        + Header.DAMAGED);
            }
            product *= Math.max(1, length);
        }
        return empty ? 0 : product;
    }
}
