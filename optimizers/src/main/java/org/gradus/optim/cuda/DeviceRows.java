package org.gradus.optim.cuda;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.gradus.optim.execute.Execution;
import org.gradus.optim.execute.TensorMemory;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.program.Pass;
import org.gradus.optim.program.Program;
import org.gradus.optim.program.Slot;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A program on many models of float64 at once: for each of its arrays (numbered as in {@link Pass}) the card has a matrix
 * with one model a row. A pass is one launch for all rows, to which each tensor of each row is a tensor, so a norm is that
 * of one model's tensor. Made by {@link Device#rows}.
 */
public final class DeviceRows implements AutoCloseable {
    private final Driver driver;
    private final RowMatrices matrices;
    private final Cuda cuda;
    private final Execution execution;
    private final ByteBuffer buffer;

    DeviceRows(Driver driver, Modules modules, Program program, List<long[]> shapes, int rows) {
        this.driver = driver;
        List<Slot> slots = program.slots();
        boolean columns = slots.stream().allMatch(s -> s.kind() == Slot.Kind.ELEMENT || s.kind() == Slot.Kind.COPY);
        if (!columns) throw new InvalidInput("rows on the card keep one number an element; slice maxima and scalars run on"
                + " the host");
        if (program.wholeTree()) throw new InvalidInput("rows on the card are models of their own; nothing goes over all");
        List<INDArray[]> tensors = new ArrayList<>();
        long length = 0;
        for (long[] shape : shapes) {
            INDArray[] arrays = new INDArray[Pass.STATE + slots.size()];
            for (int a = 0; a < arrays.length; a++) {
                arrays[a] = Nd4j.createUninitializedDetached(DataType.DOUBLE, 'c', shape);
            }
            tensors.add(arrays);
            length += arrays[0].length();
        }
        if (rows < 1 || length * rows > Integer.MAX_VALUE / Double.BYTES) {
            throw new InvalidInput(rows + " models of " + length + " numbers are not one array of less than 2 GiB;"
                    + " take some at a time");
        }
        this.buffer = Holdings.buffer((int) length * rows * Double.BYTES);
        this.matrices = new RowMatrices(driver, Pass.STATE + slots.size(), rows, length);
        this.cuda = new Cuda(driver, modules, matrices);
        try {
            this.execution = cuda.bind(program, memory(tensors, rows));
            execution.gradients(gradients(tensors, rows));
        } catch (RuntimeException | Error e) {
            cuda.close();
            throw e;
        }
    }

    /** Tells where each array lies in a row; then all tensors, row by row. */
    private List<TensorMemory> memory(List<INDArray[]> tensors, int rows) {
        long offset = 0;
        for (INDArray[] arrays : tensors) {
            for (int a = 0; a < arrays.length; a++) matrices.place(arrays[a], a, offset);
            offset += arrays[0].length();
        }
        List<TensorMemory> memory = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            for (INDArray[] arrays : tensors) {
                List<List<INDArray>> state = new ArrayList<>();
                for (int a = Pass.STATE; a < arrays.length; a++) state.add(List.of(arrays[a]));
                memory.add(new TensorMemory(Integer.toString(row), arrays[Pass.PARAMETER], state));
            }
        }
        return memory;
    }

    private static List<INDArray> gradients(List<INDArray[]> tensors, int rows) {
        List<INDArray> gradients = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            for (INDArray[] arrays : tensors) gradients.add(arrays[Pass.GRADIENT]);
        }
        return gradients;
    }

    /** The passes; tensors are counted row by row. Gradients are those of their matrix. */
    public Execution execution() {
        return execution;
    }

    /** Copies rows to the card, from the first one on. */
    public void write(int array, double[] rows) {
        buffer.clear();
        buffer.asDoubleBuffer().put(rows);
        driver.upload(matrices.matrix(array).address(), buffer.limit(Double.BYTES * rows.length));
    }

    /** Makes all rows of one matrix equal to those of another. */
    public void copy(int to, int from) {
        driver.copy(matrices.matrix(to).address(), matrices.matrix(from).address(), matrices.matrix(to).bytes());
    }

    /** Makes a matrix zero. */
    public void clear(int array) {
        driver.clear(matrices.matrix(array).address(), matrices.matrix(array).bytes());
    }

    /** Copies rows from the card, from the first one on, when all that was asked for is done. */
    public void read(int array, double[] rows) {
        buffer.clear().limit(Double.BYTES * rows.length);
        driver.download(buffer, matrices.matrix(array).address());
        buffer.asDoubleBuffer().get(rows);
    }

    Cuda cuda() {
        return cuda;
    }

    /** Gives the card's memory back. A second call does nothing. */
    @Override
    public void close() {
        cuda.close();
    }
}
