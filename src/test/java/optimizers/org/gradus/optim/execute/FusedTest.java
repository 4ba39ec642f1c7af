package org.gradus.optim.execute;

import static org.gradus.optim.Fixture.array;
import static org.gradus.optim.Fixture.assertClose;
import static org.gradus.optim.Fixture.assertSameBits;
import static org.gradus.optim.Fixture.everything;
import static org.gradus.optim.Fixture.values;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.LongRange;
import org.gradus.optim.Bound;
import org.gradus.optim.Fixture;
import org.gradus.optim.Optimizer;
import org.gradus.optim.Rule;
import org.gradus.optim.program.Expr;
import org.gradus.optim.program.Reduction.Scope;
import org.gradus.optim.program.Trace;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The fast executor against its readable twin. */
class FusedTest {
    private static final double[] SPECIAL = {0.0, -0.0, Float.MIN_VALUE, -3 * Float.MIN_VALUE, Float.MIN_NORMAL / 2, 1e-30f,
            -1e-20f, 1, -1, 1e20f, -1e30f, Float.MAX_VALUE, -Float.MAX_VALUE};

    @Provide
    Arbitrary<List<RandomRule.Instruction>> code() {
        Arbitrary<Integer> number = Arbitraries.integers().between(0, 99);
        return Combinators.combine(Arbitraries.integers().between(0, RandomRule.OPERATIONS - 1), number, number, number, number)
                .as(RandomRule.Instruction::new).list().ofMinSize(1).ofMaxSize(30);
    }

    @Provide
    Arbitrary<Integer> size() {
        return Arbitraries.frequency(Tuple.of(12, 1), Tuple.of(12, 15), Tuple.of(12, 16),
                Tuple.of(12, 17), Tuple.of(12, 63), Tuple.of(12, 64),
                Tuple.of(12, 65), Tuple.of(12, 1000), Tuple.of(2, 16384 + 5),
                Tuple.of(1, 40000));
    }

    /** Would catch a kernel that computes an operation otherwise than its definition, at any length or special value. */
    @Property(tries = 1000, seed = "20260101", edgeCases = EdgeCasesMode.NONE)
    void anyProgramGivesTheBitsOfTheReference(@ForAll("code") List<RandomRule.Instruction> code, @ForAll("size") int size,
            @ForAll boolean floats, @ForAll @LongRange(min = 0, max = 1000) long seed) {
        DataType type = floats ? DataType.FLOAT : DataType.DOUBLE;
        Rule rule = new RandomRule(code);
        Bound fused = bind(rule, start(type, size, seed), new Fused(1, Long.MAX_VALUE, true));
        Bound heap = bind(rule, start(type, size, seed), new Fused(1, Long.MAX_VALUE, false));
        Bound reference = bind(rule, start(type, size, seed), new Reference());
        for (int step = 0; step < 3; step++) {
            Tensors gradients = start(type, size, seed + 7 + step);
            fused.step(gradients);
            heap.step(gradients);
            reference.step(gradients);
            assertSameBits(everything(reference), everything(fused), "step " + (step + 1));
            assertSameBits(everything(reference), everything(heap), "heap, step " + (step + 1));
        }
    }

    private static Tensors start(DataType type, int size, long seed) {
        return Tensors.of("a", special(type, size, seed), "b", special(type, 19, seed + 1));
    }

    /** Ordinary numbers with every special one strewn in. */
    private static INDArray special(DataType type, int size, long seed) {
        double[] values = values(size, seed);
        Random random = new Random(seed);
        for (int i = 0; i < size; i += 1 + random.nextInt(5)) values[i] = SPECIAL[random.nextInt(SPECIAL.length)];
        return array(type, values, size);
    }

    private static Bound bind(Optimizer optimizer, Tensors parameters, Executor executor) {
        return new Bound(optimizer, parameters, optimizer.init(parameters), executor);
    }

    /** Reductions of three depths over a tensor or over all, of every kind, on an elementwise core. */
    private record Reducing(Scope scope) implements Rule {
        @Override
        public Expr direction(Trace t) {
            Expr m = t.state("m", s -> s.lerp(t.gradient(), 0.2));
            Expr unit = m.over(t.norm(m, scope).plus(1e-3));
            Expr flat = unit.times(t.elements().sqrt()).over(t.max(unit.abs(), scope).plus(1));
            Expr size = t.sum(flat.abs(), scope).over(t.elements());
            return flat.over(size.plus(t.norm(t.parameter(), Scope.TENSOR)).plus(t.norm(t.gradient(), Scope.TREE)));
        }
    }

    /** Would catch a lost lane, chunk or tensor, or a reduction that runs before what it rests on. */
    @Property(tries = 100, seed = "20260102", edgeCases = EdgeCasesMode.NONE)
    void reductionsAgreeToRounding(@ForAll("size") int size, @ForAll Scope scope, @ForAll @LongRange(min = 0, max = 1000) long seed) {
        Rule rule = new Reducing(scope);
        Bound fused = bind(rule, plain(DataType.DOUBLE, size, seed), new Fused(1, Long.MAX_VALUE, true));
        Bound reference = bind(rule, plain(DataType.DOUBLE, size, seed), new Reference());
        for (int step = 0; step < 3; step++) {
            Tensors gradients = plain(DataType.DOUBLE, size, seed + 7 + step);
            fused.step(gradients);
            reference.step(gradients);
            assertClose(everything(reference), everything(fused), 1e-13, "step " + (step + 1));
        }
    }

    private static Tensors plain(DataType type, int size, long seed) {
        return Tensors.of("a", array(type, seed, size), "b", array(type, seed + 1, 19), "c", array(type, seed + 2, 300));
    }

    /** Would catch a layout that is walked in the wrong order, or a write outside a view. */
    @ParameterizedTest
    @EnumSource(Shape.class)
    void anyLayoutGivesTheBitsOfDenseRowMajor(Shape parameterShape) {
        Optimizer rule = new RandomRule(new Random(5).ints(25, 0, 25)
                .mapToObj(i -> new RandomRule.Instruction(i, i + 1, i + 3, i + 4, i + 7)).toList());
        Optimizer[] optimizers = {rule, Optimizers.read("adamw"), Optimizers.read("sm3(variant=I)"), Optimizers.read("sm3(variant=II)")};
        long[][] sizes = {{9, 11}, {5, 40, 7}};
        for (Optimizer optimizer : optimizers) {
            for (long[] size : sizes) {
                for (Shape gradientShape : Shape.values()) {
                    for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
                        Shape.View p = parameterShape.of(array(type, 1, size));
                        Shape.View g = gradientShape.of(array(type, 2, size));
                        Bound views = optimizer.bind(Tensors.of("p", p.array()));
                        Bound dense = optimizer.bind(Tensors.of("p", array(type, 1, size)));
                        String where = optimizer + " on " + parameterShape + " with " + gradientShape;
                        for (int step = 0; step < 3; step++) {
                            views.step(Tensors.of("p", g.array()));
                            dense.step(Tensors.of("p", array(type, 2, size)));
                        }
                        assertSameBits(everything(dense), everything(views), where);
                        p.assertRestUntouched(where);
                        g.assertRestUntouched(where);
                    }
                }
            }
        }
    }

    /** Would catch a result that depends on which thread takes which piece. */
    @Test
    void anyNumberOfThreadsGivesTheSameBits() {
        for (Optimizer optimizer : List.of(Fixture.composed(), new Reducing(Scope.TREE), Optimizers.read("sm3"))) {
            List<Map<String, double[]>> results = new ArrayList<>();
            for (int threads = 1; threads <= 3; threads++) {
                Bound bound = bind(optimizer, large(DataType.FLOAT, 1), new Fused(threads, 1, true));
                for (int step = 0; step < 5; step++) bound.step(large(DataType.FLOAT, 10 + step));
                results.add(everything(bound));
            }
            assertSameBits(results.get(0), results.get(1), "two threads");
            assertSameBits(results.get(0), results.get(2), "three threads");
        }
    }

    private static Tensors large(DataType type, long seed) {
        return Tensors.of("W", array(type, seed, 300, 200), "b", array(type, seed + 1, 20000), "c", array(type, seed + 2, 33));
    }

    /** Would catch sums that vector and heap kernels add in different orders: a strided gradient takes the heap. */
    @ParameterizedTest
    @EnumSource(value = DataType.class, names = {"FLOAT", "DOUBLE"})
    void heapAndVectorPathsGiveTheSameBits(DataType type) {
        for (Optimizer optimizer : List.of(Fixture.composed(), new Reducing(Scope.TENSOR), Optimizers.read("amsgrad"))) {
            Bound vector = optimizer.bind(large(type, 1));
            Bound heap = optimizer.bind(large(type, 1));
            Bound plain = bind(optimizer, large(type, 1), new Fused(1, Long.MAX_VALUE, false));
            for (int step = 0; step < 4; step++) {
                Tensors gradients = large(type, 10 + step);
                Map<String, INDArray> strided = new LinkedHashMap<>();
                gradients.forEach((name, g) -> strided.put(name, Shape.SLICED.of(g).array()));
                vector.step(gradients);
                heap.step(Tensors.of(strided));
                plain.step(gradients);
                assertSameBits(everything(vector), everything(plain), optimizer + " without vectors, step " + step);
                assertSameBits(everything(vector), everything(heap), optimizer + ", step " + step);
            }
        }
    }

    /** Would catch bits that depend on the Vector API: the same trajectory in a JVM without that module. */
    @Test
    void aJvmWithoutTheVectorApiGivesTheSameBits() throws IOException, InterruptedException {
        assumeTrue(Vectors.available(), "this JVM has no Vector API to compare with");
        String java = System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
        Process process = new ProcessBuilder(java, "-Xmx1g", "-cp", System.getProperty("java.class.path"),
                Trajectory.class.getName()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        String last = output.strip().lines().reduce((a, b) -> b).orElse("");
        assertEquals("vectors false, checksum " + Trajectory.checksum(), last);
    }

    /** Would catch covers that follow the wrong axis, or a scalar or vector treated as a matrix. */
    @ParameterizedTest
    @CsvSource({"I, c", "I, f", "II, c", "II, f"})
    void coversOfEveryRankGiveTheBitsOfTheReference(String variant, char order) {
        Optimizer optimizer = Optimizers.read("sm3(momentum=0.9, variant=" + variant + ")");
        for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            Bound fused = bind(optimizer, ranks(type, order, 1), new Fused(2, 1, true));
            Bound reference = bind(optimizer, ranks(type, order, 1), new Reference());
            for (int step = 0; step < 4; step++) {
                fused.step(ranks(type, order, 10 + step));
                reference.step(ranks(type, order, 10 + step));
                assertSameBits(everything(reference), everything(fused), "step " + (step + 1));
            }
        }
    }

    private static Tensors ranks(DataType type, char order, long seed) {
        return Tensors.of("scalar", array(type, seed), "vector", array(type, seed + 1, 70),
                "matrix", array(type, seed + 2, 13, 90).dup(order), "cube", array(type, seed + 3, 5, 6, 40).dup(order));
    }

    /** Would catch a piece or a mean of no elements. */
    @Test
    void anEmptyTensorTakesPart() {
        Tensors parameters = Tensors.of("none", array(DataType.FLOAT, 1, 0), "b", array(DataType.FLOAT, 2, 5));
        Tensors gradients = Tensors.of("none", array(DataType.FLOAT, 1, 0), "b", array(DataType.FLOAT, 3, 5));
        Bound alone = Fixture.composed().bind(Tensors.of("b", array(DataType.FLOAT, 2, 5)));
        Bound both = Fixture.composed().bind(parameters);
        alone.step(Tensors.of("b", array(DataType.FLOAT, 3, 5)));
        both.step(gradients);
        assertSameBits(Fixture.doubles(alone.parameters()), Fixture.doubles(Tensors.of("b", parameters.get("b"))), "with an empty one");
    }
}
