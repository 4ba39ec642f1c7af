package org.gradus.federated.array;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.DoublePointer;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Where the tensors of a model lie in one array: one after the other, each row by row. Immutable. */
public final class Layout {
    private final List<String> names;
    private final List<long[]> shapes;
    private final int[] offsets;

    private Layout(List<String> names, List<long[]> shapes) {
        this.names = List.copyOf(names);
        this.shapes = List.copyOf(shapes);
        this.offsets = new int[names.size() + 1];
        long end = 0;
        for (int i = 0; i < names.size(); i++) {
            end += Arrays.stream(shapes.get(i)).reduce(1, Math::multiplyExact);
            if (end > Integer.MAX_VALUE - 16) {
                throw new InvalidInput("the model has more than 2^31 numbers; a simulation holds one in an array");
            }
            offsets[i + 1] = (int) end;
        }
        if (end == 0) throw new InvalidInput("the model has no numbers; give at least one parameter");
    }

    public static Layout of(Tensors tensors) {
        return new Layout(tensors.names(), tensors.values().stream().map(INDArray::shape).toList());
    }

    /** One vector. */
    public static Layout vector(String name, int length) {
        return new Layout(List.of(name), List.of(new long[] {length}));
    }

    public List<String> names() {
        return names;
    }

    public int tensors() {
        return names.size();
    }

    public long[] shape(int tensor) {
        return shapes.get(tensor).clone();
    }

    /** Where the tensor begins; {@code offset(tensors())} is the end of the last. */
    public int offset(int tensor) {
        return offsets[tensor];
    }

    /** Numbers of the model. */
    public int length() {
        return offsets[names.size()];
    }

    /** The numbers of arrays of this layout, as float64. */
    public double[] read(Tensors tensors) {
        double[] model = new double[length()];
        read(tensors, model);
        return model;
    }

    /** As {@link #read(Tensors)}, into an array. */
    public void read(Tensors tensors, double[] model) {
        for (int i = 0; i < names.size(); i++) {
            INDArray array = tensors.get(names.get(i));
            int length = offsets[i + 1] - offsets[i];
            if (array.length() != length) {
                throw new InvalidInput("array '" + names.get(i) + "' has " + array.length()
                        + " elements, but the model has " + length);
            }
            if (direct(array)) pointer(array).get(model, offsets[i], length);
            else System.arraycopy(array.castTo(DataType.DOUBLE).dup('c').data().asDouble(), 0, model, offsets[i], length);
        }
    }

    /** Writes the numbers into arrays of this layout, rounded to their type. */
    public void write(double[] model, Tensors tensors) {
        for (int i = 0; i < names.size(); i++) {
            INDArray array = tensors.get(names.get(i));
            int length = offsets[i + 1] - offsets[i];
            if (direct(array)) pointer(array).put(model, offsets[i], length);
            else array.assign(array(model, i).castTo(array.dataType()));
        }
    }

    /** New float64 arrays with these numbers. */
    public Tensors tensors(double[] model) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) arrays.put(names.get(i), array(model, i));
        return Tensors.of(arrays);
    }

    private INDArray array(double[] model, int i) {
        return Nd4j.createFromArray(Arrays.copyOfRange(model, offsets[i], offsets[i + 1])).reshape('c', shapes.get(i));
    }

    private static boolean direct(INDArray array) {
        return array.dataType() == DataType.DOUBLE && Tensors.isRowMajor(array);
    }

    /** Dense float64 memory of the host, copied as one block. */
    private static DoublePointer pointer(INDArray array) {
        Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
        return new DoublePointer(array.data().addressPointer());
    }

    /** The layout of the elements from one place to another, as one vector. */
    public Layout part(int from, int to) {
        return vector(names.size() == 1 ? names.get(0) : "model", to - from);
    }

    /** Each tensor's name and shape, one a line. */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) lines.add(names.get(i) + " " + Arrays.toString(shapes.get(i)));
        return String.join(", ", lines);
    }
}
