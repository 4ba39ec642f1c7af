package org.gradus.federated.array;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.optim.program.Slot;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One named piece of an optimizer's state, as it lies in {@link ArrayState#values}. */
public record Slots(List<Part> parts) {
    /**
     * The state of one slot for one tensor.
     *
     * @param slot   {@code adam/mu}
     * @param tensor number of the tensor in the layout; -1: one number for all
     * @param axis   of the slice maxima; -1: one number an element
     */
    public record Part(String slot, String name, Slot.Kind kind, int tensor, int axis, int offset, int length) {}

    /** The parts of slots whose name ends with {@code /suffix}. */
    public List<Part> ending(String suffix) {
        return parts.stream().filter(p -> p.slot.endsWith("/" + suffix)).toList();
    }

    /** Shapes as a file or a trace shows them: a tensor's own, or the length of an axis. */
    private long[] shape(Part part, Layout layout) {
        boolean elements = part.kind == Slot.Kind.ELEMENT || part.kind == Slot.Kind.COPY;
        return elements ? layout.shape(part.tensor) : part.axis < 0 ? new long[0] : new long[] {part.length};
    }

    /** Copies of the parts, by name. */
    public Map<String, INDArray> arrays(ArrayState state, Layout layout) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        for (Part part : parts) {
            double[] values = Arrays.copyOfRange(state.values, part.offset, part.offset + part.length);
            long[] shape = shape(part, layout);
            arrays.put(part.name, shape.length == 0 ? Nd4j.scalar(values[0])
                    : Nd4j.createFromArray(values).reshape('c', shape));
        }
        return arrays;
    }

    static final class Builder {
        private final List<Part> parts = new ArrayList<>();
        private int end;

        /** Reserves room for a slot of a tensor; returns where it begins. */
        int add(Slot slot, Layout layout, int tensor) {
            int begin = end;
            String name = slot.name() + "/" + layout.names().get(tensor);
            if (slot.kind() == Slot.Kind.COVER) {
                long[] axes = axes(layout.shape(tensor));
                for (int axis = 0; axis < axes.length; axis++) {
                    part(slot, name + "/" + axis, tensor, axis, (int) axes[axis]);
                }
            } else {
                part(slot, name, tensor, -1, layout.offset(tensor + 1) - layout.offset(tensor));
            }
            return begin;
        }

        int addScalar(Slot slot) {
            part(slot, slot.name(), -1, -1, 1);
            return end - 1;
        }

        private void part(Slot slot, String name, int tensor, int axis, int length) {
            parts.add(new Part(slot.name(), name, slot.kind(), tensor, axis, end, length));
            end += length;
        }

        int length() {
            return end;
        }

        Slots build() {
            return new Slots(List.copyOf(parts));
        }
    }

    /** The largest entry of each slice of an axis; the tensor begins at {@code values[from]}. */
    public static void sliceMaxima(double[] values, int from, long[] shape, int axis, double[] out, int at) {
        long[] axes = axes(shape);
        int inner = 1;
        for (int k = axis + 1; k < axes.length; k++) inner *= (int) axes[k];
        int slices = (int) axes[axis];
        int length = (int) Arrays.stream(axes).reduce(1, (a, b) -> a * b);
        for (int s = 0; s < slices; s++) out[at + s] = 0;
        for (int i = 0; i < length; i++) {
            int s = i / inner % slices;
            out[at + s] = Math.max(out[at + s], values[from + i]);
        }
    }

    /** The axes of a tensor; a number has one of length 1. */
    static long[] axes(long[] shape) {
        return shape.length == 0 ? new long[] {1} : Arrays.copyOf(shape, shape.length);
    }
}
