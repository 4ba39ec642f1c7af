package org.gradus.experiments.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import org.gradus.optim.option.InvalidInput;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays as nested JSON lists of numbers, of any rank; a bare number has rank 0. */
final class NestedArray {
    private static final int MOST_AXES = 32;

    private NestedArray() {}

    /** @param where starts the message if it is no array of finite numbers */
    static INDArray read(JsonNode node, String where) {
        List<Long> shape = new ArrayList<>();
        for (JsonNode n = node; n != null && n.isArray(); n = n.get(0)) {
            if (n.isEmpty()) throw new InvalidInput(where + ": the array is empty");
            if (shape.size() == MOST_AXES) throw new InvalidInput(where + ": the array has more than " + MOST_AXES + " axes");
            shape.add((long) n.size());
        }
        double[] flat = new double[Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact))];
        int end = fill(node, shape, 0, flat, 0, where);
        if (end != flat.length) throw new IllegalStateException(where);
        if (shape.isEmpty()) return Nd4j.scalar(DataType.DOUBLE, flat[0]);
        return Nd4j.createFromArray(flat).reshape('c', shape.stream().mapToLong(Long::longValue).toArray());
    }

    private static int fill(JsonNode node, List<Long> shape, int axis, double[] flat, int at, String where) {
        if (axis == shape.size()) {
            flat[at] = number(node, where);
            return at + 1;
        }
        if (!node.isArray() || node.size() != shape.get(axis)) {
            throw new InvalidInput(where + ": the array is ragged: on axis " + axis + " one part "
                    + (node.isArray() ? "has " + node.size() + " entries" : "is '" + shown(node) + "'")
                    + ", but the first has " + shape.get(axis));
        }
        for (JsonNode child : node) at = fill(child, shape, axis + 1, flat, at, where);
        return at;
    }

    private static double number(JsonNode node, String where) {
        if (node.isArray()) throw new InvalidInput(where + ": the array is ragged: a list stands where a number should");
        if (!node.isNumber()) throw new InvalidInput(where + ": expected a number, but found '" + shown(node) + "'");
        double value = node.doubleValue();
        if (!Double.isFinite(value)) throw new InvalidInput(where + ": " + shown(node) + " does not fit into a float64");
        return value;
    }

    private static String shown(JsonNode node) {
        String text = node.asText(node.getNodeType().toString()).replaceAll("[\\s\\p{Cntrl}]+", " ");
        return text.length() > 40 ? text.substring(0, 40) + "..." : text;
    }

    /** Nested lists; a number for rank 0. */
    static Object write(INDArray array) {
        double[] flat = array.dup('c').data().asDouble();
        long[] shape = array.shape();
        return shape.length == 0 ? (Object) flat[0] : nested(flat, 0, flat.length, shape, 0);
    }

    private static Object nested(double[] flat, int from, int to, long[] shape, int axis) {
        if (axis == shape.length - 1) return Arrays.copyOfRange(flat, from, to);
        int part = (to - from) / (int) shape[axis];
        List<Object> parts = new ArrayList<>();
        for (int at = from; at < to; at += part) parts.add(nested(flat, at, at + part, shape, axis + 1));
        return parts;
    }
}
