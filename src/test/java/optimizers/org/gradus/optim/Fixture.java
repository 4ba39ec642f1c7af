package org.gradus.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.gradus.optim.option.Catalogue;
import org.gradus.optim.program.Program;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays, optimizers and comparisons that the tests share. */
public final class Fixture {
    /** Every optimizer of the catalogue, with the options that change its formula. */
    private static final List<String> SPECS = List.of("sgd(lr=0.1)", "sgd(lr=0.1, momentum=0.9, nesterov=true)",
            "sgd(lr=0.1, momentum=0.9, dampening=0.5, weightDecay=0.01)", "adam", "adam(epsPlace=inside, weightDecay=0.01)",
            "adam(epsPlace=uncorrected)", "adamw", "adamw(weightDecay=0)", "amsgrad", "nadam", "adagrad",
            "adagrad(initialAccumulator=0.1)", "rmsprop", "rmsprop(centered=true, momentum=0.9)", "adadelta", "yogi", "lion",
            "sign-sgd", "sign-sgd(momentum=0.9, weightDecay=0.01)", "sm3(variant=I)", "sm3(variant=II, momentum=0.9)", "lamb",
            "lamb(weightDecay=0.01)", "schedule-free(lr=0.1)", "schedule-free(lr=0.1, variant=sgd, warmup=3, r=1)",
            "ema(decay=0.9)", "clip-value(maxValue=0.5)", "clip-norm(maxNorm=0.5)", "clip-global-norm(maxNorm=0.5)",
            "bi-clip(upper=0.5, lower=0.05)", "weight-decay(weightDecay=0.1)", "scale(by=-0.5)", "frozen");

    private Fixture() {}

    /** Each optimizer by its text. */
    public static Map<String, Optimizer> catalogue() {
        Map<String, Optimizer> all = new LinkedHashMap<>();
        for (String spec : SPECS) all.put(spec, Optimizers.read(spec));
        return all;
    }

    /** A chain over the whole tree with a route inside: everything that composition does. */
    public static Optimizer composed() {
        return Optimizers.read(List.of("clip-global-norm(maxNorm=0.5)",
                Map.of("type", "route", "branches", List.of(Map.of("name", "matrices", "minRank", 2, "use", "lamb")),
                        "otherwise", List.of("adam", "weight-decay(weightDecay=0.1)")),
                "clip-global-norm(maxNorm=0.1)", "ema(decay=0.9)"));
    }

    public static Program program(Optimizer optimizer) {
        Rule rule = (Rule) optimizer;
        return Program.of(Map.of(Catalogue.typeOf(optimizer), rule::direction));
    }

    /** Normal numbers that are multiples of 2^-10, so that float32 holds them exactly; none is zero. */
    public static double[] values(int n, long seed) {
        Random random = new Random(seed);
        double[] values = new double[n];
        for (int i = 0; i < n; i++) values[i] = (Math.rint(random.nextGaussian() * 1024) + 0.5) / 1024;
        return values;
    }

    public static INDArray array(DataType type, long seed, long... shape) {
        int n = 1;
        for (long length : shape) n *= (int) length;
        return array(type, values(n, seed), shape);
    }

    /** A dense array in 'c' order. */
    public static INDArray array(DataType type, double[] values, long... shape) {
        INDArray array = Nd4j.createUninitializedDetached(type, 'c', shape);
        for (int i = 0; i < values.length; i++) {
            if (type == DataType.FLOAT) array.data().put(i, (float) values[i]);
            else array.data().put(i, values[i]);
        }
        return array;
    }

    /** A matrix, a vector, a cube and a scalar. */
    public static Tensors tensors(DataType type, long seed) {
        return Tensors.of("W", array(type, seed, 9, 8), "b", array(type, seed + 1, 7), "T", array(type, seed + 2, 2, 3, 4),
                "s", array(type, seed + 3));
    }

    /** The elements in row-major order, whatever the layout. */
    public static double[] doubles(INDArray array) {
        return array.isEmpty() ? new double[0] : array.dup('c').data().asDouble();
    }

    public static Map<String, double[]> doubles(Tensors tensors) {
        Map<String, double[]> all = new LinkedHashMap<>();
        tensors.forEach((name, array) -> all.put(name, doubles(array)));
        return all;
    }

    /** Parameters and all state. */
    public static Map<String, double[]> everything(Bound bound) {
        Map<String, double[]> all = doubles(bound.parameters());
        doubles(bound.state().arrays()).forEach((name, values) -> all.put("state " + name, values));
        bound.state().scalars().forEach((name, value) -> all.put("scalar " + name, new double[] {value}));
        return all;
    }

    /** Equal to the last bit: 0 differs from -0, NaN equals NaN. */
    public static void assertSameBits(Map<String, double[]> expected, Map<String, double[]> actual, String where) {
        assertEquals(expected.keySet(), actual.keySet(), where);
        expected.forEach((name, values) -> assertArrayEquals(values, actual.get(name), where + ", " + name));
    }

    /** Equal by value (0 equals -0), or to a tolerance relative to the largest element. */
    public static void assertClose(Map<String, double[]> expected, Map<String, double[]> actual, double tolerance, String where) {
        assertEquals(expected.keySet(), actual.keySet(), where);
        expected.forEach((name, values) -> {
            double largest = 0;
            for (double v : values) largest = Math.max(largest, Math.abs(v));
            double[] other = actual.get(name);
            for (int i = 0; i < values.length; i++) {
                double difference = Math.abs(values[i] - other[i]);
                if (!(difference <= tolerance * largest)) {
                    throw new AssertionError(where + ", " + name + "[" + i + "]: expected " + values[i] + " but was " + other[i]);
                }
            }
        });
    }

    /** The trajectory of some steps on standard tensors: everything after each step. */
    public static List<Map<String, double[]>> run(Bound bound, int steps, DataType type) {
        List<Map<String, double[]>> after = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            bound.step(tensors(type, 100 + 10L * step));
            after.add(everything(bound));
        }
        return after;
    }
}
