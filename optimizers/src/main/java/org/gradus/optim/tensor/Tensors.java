package org.gradus.optim.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Arrays by name, in a fixed order: the parameters of a model, their gradients, or an optimizer's state. The map is
 * immutable; the arrays are shared, not copied, so an optimizer that writes them writes the model's own memory.
 */
public final class Tensors {
    private final Map<String, INDArray> arrays;
    private final List<String> names;
    private final List<INDArray> values;
    private final List<LoraPair> pairs;

    private Tensors(Map<String, INDArray> arrays, List<LoraPair> pairs) {
        this.arrays = arrays;
        this.names = List.copyOf(arrays.keySet());
        this.values = List.copyOf(arrays.values());
        this.pairs = List.copyOf(pairs);
    }

    public static Tensors of(Map<String, INDArray> arrays) {
        arrays.forEach((name, array) -> {
            if (array == null) throw new InvalidInput("array '" + name + "' is null");
        });
        return new Tensors(new LinkedHashMap<>(arrays), List.of());
    }

    /** The factors of these pairs, as {@code name.up} and {@code name.down}. */
    public static Tensors of(LoraPair... pairs) {
        return new Tensors(Map.of(), List.of()).with(pairs);
    }

    /** These arrays and the factors of these pairs, as {@code name.up} and {@code name.down}. */
    public Tensors with(LoraPair... more) {
        Map<String, INDArray> all = new LinkedHashMap<>(arrays);
        List<LoraPair> allPairs = new ArrayList<>(pairs);
        for (LoraPair pair : more) {
            if (all.put(pair.upName(), pair.up()) != null || all.put(pair.downName(), pair.down()) != null) {
                throw new InvalidInput("the name '" + pair.name() + "' of a pair stands twice");
            }
            allPairs.add(pair);
        }
        return new Tensors(all, allPairs);
    }

    /** These arrays and one more. */
    public Tensors with(String name, INDArray array) {
        if (array == null) throw new InvalidInput("array '" + name + "' is null");
        Map<String, INDArray> all = new LinkedHashMap<>(arrays);
        if (all.put(name, array) != null) throw new InvalidInput("the name '" + name + "' stands twice");
        return new Tensors(all, pairs);
    }

    /** Which of the arrays belong together as the two factors of one product. */
    public List<LoraPair> pairs() {
        return pairs;
    }

    public static Tensors of(String name, INDArray array) {
        Map<String, INDArray> map = new LinkedHashMap<>();
        map.put(name, array);
        return of(map);
    }

    /** {@code Tensors.of("W", w, "b", b, ...)}. */
    public static Tensors of(String name, INDArray array, Object... more) {
        if (more.length % 2 != 0) throw new InvalidInput("Tensors.of needs pairs of a name and an array");
        Map<String, INDArray> map = new LinkedHashMap<>();
        map.put(name, array);
        for (int i = 0; i < more.length; i += 2) {
            if (!(more[i] instanceof String n) || !(more[i + 1] instanceof INDArray a)) {
                throw new InvalidInput("Tensors.of needs pairs of a name and an array");
            }
            if (map.put(n, a) != null) throw new InvalidInput("the name '" + n + "' stands twice");
        }
        return of(map);
    }

    /** The array of this name; an unknown name is an error that says which ones there are. */
    public INDArray get(String name) {
        INDArray array = arrays.get(name);
        if (array == null) throw Names.unknown("array", name, names);
        return array;
    }

    public boolean contains(String name) {
        return arrays.containsKey(name);
    }

    public List<String> names() {
        return names;
    }

    /** The arrays, in the order of {@link #names}. */
    public List<INDArray> values() {
        return values;
    }

    public int size() {
        return values.size();
    }

    /** Elements of all arrays together. */
    public long length() {
        return values.stream().mapToLong(INDArray::length).sum();
    }

    /** Bytes of all arrays together. */
    public long bytes() {
        return values.stream().mapToLong(a -> a.length() * a.dataType().width()).sum();
    }

    public void forEach(BiConsumer<String, INDArray> action) {
        arrays.forEach(action);
    }

    /** Deep copies under the same names and in the same order of axes, outside any workspace. */
    public Tensors copy() {
        Map<String, INDArray> map = new LinkedHashMap<>();
        arrays.forEach((name, array) -> map.put(name, array.dup(array.ordering()).detach()));
        return paired(map);
    }

    /** Zeros of the same shapes and types under the same names. */
    public Tensors zeros() {
        Map<String, INDArray> map = new LinkedHashMap<>();
        arrays.forEach((name, array) -> map.put(name, Nd4j.zeros(array.dataType(), array.shape())));
        return paired(map);
    }

    /** Other arrays under these names, paired as these are. */
    private Tensors paired(Map<String, INDArray> map) {
        return new Tensors(map, pairs.stream().map(p -> new LoraPair(p.name(), map.get(p.upName()), map.get(p.downName()),
                p.layout(), p.scale())).toList());
    }

    /** Copies the values of the other arrays into these; names and shapes must match. */
    public void assign(Tensors other) {
        List<String> unmatched = new ArrayList<>(names);
        unmatched.removeAll(other.names);
        if (!unmatched.isEmpty() || names.size() != other.names.size()) {
            throw new InvalidInput("cannot assign arrays " + other.names + " to " + names);
        }
        arrays.forEach((name, array) -> {
            if (!Arrays.equals(array.shape(), other.get(name).shape())) {
                throw new InvalidInput("array '" + name + "' has shape " + Arrays.toString(array.shape())
                        + " and cannot take one of " + Arrays.toString(other.get(name).shape()));
            }
        });
        arrays.forEach((name, array) -> array.assign(other.get(name)));
    }

    /** Whether the last axis is the fastest and no step leaves a gap; an axis of length 1 may have any stride. */
    public static boolean isRowMajor(INDArray array) {
        long expected = 1;
        for (int axis = array.rank() - 1; axis >= 0; axis--) {
            if (array.size(axis) != 1 && array.stride(axis) != expected) return false;
            expected *= array.size(axis);
        }
        return true;
    }

    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        arrays.forEach((name, a) -> parts.add(name + " " + a.dataType() + Arrays.toString(a.shape())));
        return String.join(", ", parts);
    }
}
