package org.gradus.optim.lora;

import static org.gradus.optim.lora.Slopes.rite;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.RealMatrix;
import org.gradus.optim.Bound;
import org.gradus.optim.Fixture;
import org.gradus.optim.NonFiniteGradient;
import org.gradus.optim.Optimizer;
import org.gradus.optim.State;
import org.gradus.optim.option.Catalogue;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.tensor.LoraPair;
import org.gradus.optim.tensor.LoraPair.Layout;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The memory of LoRA-RITE and its baselines: names, completeness, refused steps, and what a step allocates. */
class LoraRiteStateTest {
    @TempDir
    private Path folder;

    private static Tensors pairs(Layout layout, DataType type, int m, int n, int r, long seed) {
        Random random = new Random(seed);
        return Tensors.of(pair("first", layout, type, m, n, r, random), pair("second", layout, type, n, m, 2, random));
    }

    private static LoraPair pair(String name, Layout layout, DataType type, int m, int n, int r, Random random) {
        INDArray up = Algebra.array(Algebra.normal(m, r, random), type);
        RealMatrix b = Algebra.normal(n, r, random);
        return new LoraPair(name, up, Algebra.array(layout == Layout.PEFT ? b.transpose() : b, type), layout, 1);
    }

    static Stream<Arguments> variants() {
        List<Map<String, Object>> options = List.of(rite(), rite("preset", "official"), rite("preset", "paper"),
                rite("capRms", 0.5, "clipUnmagnified", 1, "balance", true, "regauge", 3, "weightDecay", 0.1),
                rite("updateOrder", "alternate-steps", "secondOrderGuard", 1, "lrRatio", 2), Map.of("type", "lora-plus"),
                Map.of("type", "lora-fa"), Map.of("type", "scaled-gd", "lr", 0.1), Map.of("type", "scaled-adam"),
                Map.of("type", "shampoo", "lr", 0.1, "momentum", 0.9, "every", 3), Map.of("type", "muon"));
        return options.stream().flatMap(o -> Stream.of(Layout.values())
                .flatMap(l -> Stream.of(DataType.DOUBLE, DataType.FLOAT).map(type -> Arguments.of(o, l, type))));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void savedAndLoadedItGoesOnToTheSameBits(Object options, Layout layout, DataType type) {
        Optimizer optimizer = Optimizers.read(options);
        Tensors parameters = pairs(layout, type, 9, 7, 3, 1);
        Bound bound = optimizer.bind(parameters);
        for (int t = 0; t < 5; t++) bound.step(pairs(layout, type, 9, 7, 3, 10 + t));
        Path file = folder.resolve("state.safetensors");
        bound.state().save(file);
        Bound resumed = optimizer.bind(parameters.copy(), State.load(file));
        for (int t = 5; t < 11; t++) {
            Tensors gradients = pairs(layout, type, 9, 7, 3, 10 + t);
            bound.step(gradients);
            resumed.step(gradients);
            Fixture.assertSameBits(Fixture.everything(bound), Fixture.everything(resumed), options + ", step " + (t + 1));
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void aRefusedStepChangesNothing(Object options, Layout layout, DataType type) {
        Bound bound = Optimizers.read(options).bind(pairs(layout, type, 9, 7, 3, 1));
        bound.step(pairs(layout, type, 9, 7, 3, 2));
        Map<String, double[]> before = Fixture.everything(bound);
        for (int array = 0; array < 4; array++) {
            boolean frozen = Catalogue.typeOf(bound.optimizer()).equals("lora-fa") && array % 2 == 1;
            if (frozen) continue;
            Tensors gradients = pairs(layout, type, 9, 7, 3, 3);
            gradients.values().get(array).putScalar(1, 1, array % 2 == 0 ? Double.NaN : Double.NEGATIVE_INFINITY);
            assertThrows(NonFiniteGradient.class, () -> bound.step(gradients));
            Fixture.assertSameBits(before, Fixture.everything(bound), options + ", array " + array);
        }
        assertEquals(1, bound.state().step());
    }

    @Test
    void itsNamesShapesAndTypes() {
        Bound bound = Optimizers.read(rite()).bind(pairs(Layout.PEFT, DataType.FLOAT, 9, 7, 3, 1));
        Set<String> expected = new HashSet<>();
        for (String slot : List.of("mu", "nu", "basis", "rho")) {
            for (String pair : List.of("first", "second")) {
                for (String role : List.of("up", "down")) expected.add("lora-rite/" + slot + "/" + pair + "." + role);
            }
        }
        Tensors arrays = bound.state().arrays();
        assertEquals(expected, Set.copyOf(arrays.names()));
        assertArrayEquals(new long[] {3, 3}, arrays.get("lora-rite/nu/first.up").shape());
        assertEquals(DataType.DOUBLE, arrays.get("lora-rite/nu/first.up").dataType());
        assertEquals(1, arrays.get("lora-rite/rho/second.down").length());
        assertEquals(DataType.DOUBLE, arrays.get("lora-rite/rho/second.down").dataType());
        assertArrayEquals(new long[] {9, 3}, arrays.get("lora-rite/mu/first.up").shape());
        assertEquals(Set.of("lora-rite/skipped", "lora-rite/clipped", "lora-rite/capped", "lora-rite/guarded"),
                bound.state().scalars().keySet());
    }

    @Test
    void atRateZeroNothingMoves() {
        Tensors parameters = pairs(Layout.PEFT, DataType.FLOAT, 9, 7, 3, 1);
        Bound bound = Optimizers.read(rite("lr", 0, "weightDecay", 0.1)).bind(parameters);
        Map<String, double[]> before = Fixture.doubles(bound.parameters());
        for (int t = 0; t < 3; t++) bound.step(pairs(Layout.PEFT, DataType.FLOAT, 9, 7, 3, 2 + t));
        Fixture.assertSameBits(before, Fixture.doubles(bound.parameters()), "rate 0");
    }

    /** Factors of rows and columns in any order of memory give the same as dense ones. */
    @Test
    void viewsAndFortranOrderGiveTheSame() {
        Tensors dense = pairs(Layout.PEFT, DataType.DOUBLE, 9, 7, 3, 1);
        LoraPair[] turned = dense.pairs().stream().map(p -> new LoraPair(p.name(), p.up().dup('f'),
                p.down().transpose().dup('c').transpose(), p.layout(), p.scale())).toArray(LoraPair[]::new);
        Bound one = Optimizers.read(rite()).bind(dense);
        Bound other = Optimizers.read(rite()).bind(Tensors.of(turned));
        for (int t = 0; t < 4; t++) {
            one.step(pairs(Layout.PEFT, DataType.DOUBLE, 9, 7, 3, 2 + t));
            other.step(pairs(Layout.PEFT, DataType.DOUBLE, 9, 7, 3, 2 + t));
        }
        Fixture.assertClose(Fixture.doubles(one.parameters()), Fixture.doubles(other.parameters()), 1e-13, "views");
    }

    /** Would catch arrays made anew at every step; what is of the size of the rank may be. */
    @Test
    void whatAStepAllocatesDoesNotGrowWithTheFactors() {
        double small = allocated(64, 48);
        double large = allocated(2048, 1536);
        assertTrue(large - small < 4096, small + " bytes a step at 64 x 48, " + large + " at 2048 x 1536");
    }

    private static double allocated(int m, int n) {
        Bound bound = Optimizers.read(rite()).bind(pairs(Layout.PEFT, DataType.FLOAT, m, n, 8, 1));
        Tensors gradients = pairs(Layout.PEFT, DataType.FLOAT, m, n, 8, 2);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        double least = Double.POSITIVE_INFINITY;
        for (int attempt = 0; attempt < 5; attempt++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int step = 0; step < 20; step++) bound.step(gradients);
            least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / 20.0);
        }
        return least;
    }
}
