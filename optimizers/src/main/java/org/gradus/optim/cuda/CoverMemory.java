package org.gradus.optim.cuda;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.gradus.optim.execute.TensorMemory;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.program.Pass;
import org.gradus.optim.program.Program;
import org.gradus.optim.program.Slot;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Slice maxima (SM3) on the card. Beside the entries of the state there are the maxima of a pass, and for covers that grow
 * their sums, which become the entries when the step is complete.
 */
final class CoverMemory {
    /** Bytes of the struct {@code cover}: the rank, and three lists. */
    private static final int BYTES = Long.BYTES * (1 + 3 * CudaSource.AXES);
    private static final int THREADS = 128;
    private static final int MOST_BLOCKS = 1 << 10;

    /** One axis of one tensor and slot. */
    private record Axis(int slot, long entries, long maxima, long sums, long length) {}

    private final Driver driver;
    private final long growing;
    private final int width;
    private final List<Axis> axes = new ArrayList<>();
    private final boolean[] grows;
    private final ByteBuffer argument = Holdings.buffer(4 * Long.BYTES);
    private DeviceMemory maxima;
    private DeviceMemory table;

    private CoverMemory(Driver driver, long module, Program program, int width) {
        this.driver = driver;
        this.width = width;
        this.growing = driver.kernel(module, CudaSource.GROW);
        this.grows = new boolean[program.slots().size()];
        program.reductions().forEach(r -> {
            if (r.slot() >= 0) grows[r.slot()] = true;
        });
    }

    /** Those of a program; null if it has none. */
    static CoverMemory of(Driver driver, Holdings holdings, Residence residence, long module, Program program,
            List<TensorMemory> tensors) {
        if (program.slots().stream().noneMatch(s -> s.kind() == Slot.Kind.COVER)) return null;
        DataType type = tensors.get(0).parameter().dataType();
        CoverMemory covers = new CoverMemory(driver, module, program, type.width());
        covers.open(holdings, residence, program, tensors);
        return covers;
    }

    private void open(Holdings holdings, Residence residence, Program program, List<TensorMemory> tensors) {
        long all = 0;
        int structs = 0;
        for (TensorMemory tensor : tensors) {
            refuse(tensor);
            for (List<INDArray> arrays : covers(program, tensor)) {
                structs++;
                for (INDArray array : arrays) all += array.length();
            }
        }
        maxima = holdings.allocate(all * width);
        long sums = holdings.allocate(all * width).address();
        long offset = 0;
        ByteBuffer bytes = Holdings.buffer(BYTES * structs);
        for (TensorMemory tensor : tensors) {
            for (int slot = 0; slot < grows.length; slot++) {
                if (program.slots().get(slot).kind() != Slot.Kind.COVER) continue;
                List<INDArray> arrays = tensor.state().get(slot);
                int at = bytes.position();
                bytes.putLong(at, arrays.size());
                for (int axis = 0; axis < arrays.size(); axis++) {
                    INDArray array = arrays.get(axis);
                    long entries = residence.address(tensor.name(), array, array);
                    Axis of = new Axis(slot, entries, maxima.address() + offset, sums + offset, array.length());
                    axes.add(of);
                    offset += array.length() * width;
                    bytes.putLong(at + Long.BYTES * (1 + axis), of.length);
                    bytes.putLong(at + Long.BYTES * (1 + CudaSource.AXES + axis), grows[slot] ? of.sums : entries);
                    bytes.putLong(at + Long.BYTES * (1 + 2 * CudaSource.AXES + axis), of.maxima);
                }
                bytes.position(at + BYTES);
            }
        }
        table = holdings.of(bytes.flip());
    }

    private static List<List<INDArray>> covers(Program program, TensorMemory tensor) {
        List<List<INDArray>> covers = new ArrayList<>();
        for (int slot = 0; slot < program.slots().size(); slot++) {
            if (program.slots().get(slot).kind() == Slot.Kind.COVER) covers.add(tensor.state().get(slot));
        }
        return covers;
    }

    private static void refuse(TensorMemory tensor) {
        INDArray parameter = tensor.parameter();
        if (parameter.rank() > CudaSource.AXES) {
            throw new InvalidInput("parameter '" + tensor.name() + "' has " + parameter.rank()
                    + " axes; with slice maxima the card takes at most " + CudaSource.AXES + ", so reshape it");
        }
    }

    long address() {
        return table.address();
    }

    /** Forgets the maxima, before a pass that raises them. */
    void clear() {
        driver.clear(maxima.address(), maxima.bytes());
    }

    /** SM3-I: the sums of these slots become entries plus maxima. */
    void grow(List<Integer> slots) {
        for (Axis axis : axes) {
            if (!slots.contains(axis.slot) || axis.length == 0) continue;
            argument.clear().putLong(axis.sums).putLong(axis.entries).putLong(axis.maxima).putLong(axis.length).flip();
            int blocks = (int) Math.min(MOST_BLOCKS, (axis.length + THREADS - 1) / THREADS);
            driver.launch(growing, blocks, THREADS, argument);
        }
    }

    /** The step is complete: entries become their sums, or (SM3-II) the maxima that the last pass made. */
    void store(Pass last) {
        for (Axis axis : axes) {
            boolean replaced = last.outputs().containsKey(Pass.STATE + axis.slot);
            if (axis.length == 0 || !replaced && !grows[axis.slot]) continue;
            driver.copy(axis.entries, replaced ? axis.maxima : axis.sums, axis.length * width);
        }
    }
}
