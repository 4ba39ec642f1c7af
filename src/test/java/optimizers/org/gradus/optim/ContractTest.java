package org.gradus.optim;

import static org.gradus.optim.Fixture.array;
import static org.gradus.optim.Fixture.assertClose;
import static org.gradus.optim.Fixture.assertSameBits;
import static org.gradus.optim.Fixture.doubles;
import static org.gradus.optim.Fixture.everything;
import static org.gradus.optim.Fixture.tensors;
import static org.gradus.optim.Fixture.values;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import com.sun.management.ThreadMXBean;
import org.gradus.optim.execute.Fused;
import org.gradus.optim.execute.Reference;
import org.gradus.optim.option.Catalogue;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Options;
import org.gradus.optim.program.Program;
import org.gradus.optim.program.Slot;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.schedule.Schedule;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * What every elementwise optimizer of the catalogue keeps to, in both data types, and what each declared trait promises;
 * {@link MatrixContractTest} is the same for methods of matrices and pairs.
 */
class ContractTest {
    /** Their direction has a part that does not come from the gradient. */
    private static final Set<String> MOVE_WITHOUT_GRADIENT = Set.of("adamw", "weight-decay");

    @TempDir
    private Path folder;

    static Stream<Arguments> everyOptimizer() {
        Map<String, Optimizer> all = Fixture.catalogue();
        all.put("composed", Fixture.composed());
        return all.entrySet().stream().flatMap(e -> Stream.of(DataType.FLOAT, DataType.DOUBLE)
                .map(type -> Arguments.of(e.getKey(), e.getValue(), type)));
    }

    /** Would catch an optimizer that no contract looks at. */
    @Test
    void theContractsCoverTheCatalogue() {
        Set<String> covered = new LinkedHashSet<>();
        Fixture.catalogue().values().forEach(o -> covered.add(Catalogue.typeOf(o)));
        Set<String> rules = new LinkedHashSet<>(Optimizers.CATALOGUE.types());
        rules.removeIf(type -> !Rule.class.isAssignableFrom(Optimizers.CATALOGUE.find(type)) && !type.equals("frozen"));
        assertEquals(rules, covered);
    }

    /** Would catch eps or decay that moves a parameter at rate zero, as at the start of a warm-up. */
    @ParameterizedTest
    @MethodSource("everyOptimizer")
    void aZeroRateMovesNothing(String name, Optimizer optimizer, DataType type) {
        if (!(optimizer instanceof Rule) || !hasOption(optimizer, "lr")) return;
        Bound zero = optimizer.with("lr", 0).bind(tensors(type, 1));
        Fixture.run(zero, 3, type);
        assertClose(doubles(tensors(type, 1)), doubles(zero.parameters()), 0, "rate 0");
        Schedule warmUp = t -> t == 0 ? 0 : 0.1;
        Bound warming = optimizer.with("lr", warmUp).bind(tensors(type, 1));
        Fixture.run(warming, 1, type);
        assertClose(doubles(tensors(type, 1)), doubles(warming.parameters()), 0, "first step of a warm-up");
        Fixture.run(warming, 1, type);
        warming.parameters().forEach((parameter, values) -> assertFalse(Arrays.equals(doubles(values),
                doubles(tensors(type, 1).get(parameter))), "second step of a warm-up"));
    }

    /** Would catch 0/0, or a sign of zero that is not zero. */
    @ParameterizedTest
    @MethodSource("everyOptimizer")
    void aZeroGradientAtTheStartMovesNothingUnlessThereIsDecay(String name, Optimizer optimizer, DataType type) {
        if (name.equals("composed") || MOVE_WITHOUT_GRADIENT.contains(Catalogue.typeOf(optimizer)) || name.contains("weightDecay=0.")) return;
        for (Optimizer each : hasOption(optimizer, "eps") && !name.equals("adadelta")
                ? List.of(optimizer, optimizer.with("eps", 0)) : List.of(optimizer)) {
            Bound bound = each.bind(tensors(type, 1));
            for (int step = 0; step < 3; step++) bound.step(tensors(type, 1).zeros());
            assertClose(doubles(tensors(type, 1)), doubles(bound.parameters()), 0, each.toString());
        }
    }

    /** Would catch a gradient used as scratch memory, or an array replaced instead of written. */
    @ParameterizedTest
    @MethodSource("everyOptimizer")
    void gradientsAreReadOnlyAndParametersKeepTheirForm(String name, Optimizer optimizer, DataType type) {
        Tensors parameters = Tensors.of("W", array(type, 1, 9, 8).dup('f'), "b", array(type, 2, 7));
        List<INDArray> before = List.copyOf(parameters.values());
        Tensors gradients = Tensors.of("W", array(type, 3, 9, 8), "b", array(type, 4, 7));
        Map<String, double[]> kept = doubles(gradients);
        Bound bound = optimizer.bind(parameters);
        for (int step = 0; step < 2; step++) bound.step(gradients);
        assertSameBits(kept, doubles(gradients), "gradients");
        for (int i = 0; i < before.size(); i++) assertTrue(before.get(i) == parameters.values().get(i));
        assertEquals("W " + type + "[9, 8], b " + type + "[7]", parameters.toString());
        assertEquals('f', parameters.get("W").ordering());
    }

    /** Would catch an element taken from the wrong place; column-major norms add up in another order. */
    @ParameterizedTest
    @MethodSource("everyOptimizer")
    void layoutsOfTheInputDoNotMatter(String name, Optimizer optimizer, DataType type) {
        List<Map<String, double[]>> dense = Fixture.run(optimizer.bind(tensors(type, 1)), 3, type);
        Tensors views = relaid(tensors(type, 1), a -> {
            INDArray base = Nd4j.zeros(type, a.size(0), 2 * a.length() / a.size(0));
            INDArray view = base.get(NDArrayIndex.all(),
                    NDArrayIndex.interval(a.length() / a.size(0), 2 * a.length() / a.size(0)));
            return a.rank() == 2 ? view.assign(a) : a;
        });
        assertSameBits(dense.get(2), Fixture.run(optimizer.bind(views), 3, type).get(2), "views");
        Tensors columns = relaid(tensors(type, 1), a -> a.dup('f'));
        Map<String, double[]> fortran = Fixture.run(optimizer.bind(columns), 3, type).get(2);
        boolean norms = name.contains("norm") || name.contains("lamb") || name.equals("composed");
        if (norms) assertClose(dense.get(2), fortran, type == DataType.FLOAT ? 1e-6 : 1e-14, "f order");
        else assertSameBits(dense.get(2), fortran, "f order");
    }

    private static Tensors relaid(Tensors tensors, UnaryOperator<INDArray> layout) {
        Map<String, INDArray> map = new LinkedHashMap<>();
        tensors.forEach((name, a) -> map.put(name, a.rank() < 2 ? a : layout.apply(a)));
        return Tensors.of(map);
    }

    /** Would catch hidden randomness, memory that is not in the state, or threads that change the result. */
    @ParameterizedTest
    @MethodSource("everyOptimizer")
    void equalRunsGiveEqualBits(String name, Optimizer optimizer, DataType type) {
        Tensors parameters = tensors(type, 1);
        Bound threads = new Bound(optimizer, parameters, optimizer.init(parameters), new Fused(2, 1, true));
        List<Map<String, double[]>> once = Fixture.run(optimizer.bind(tensors(type, 1)), 4, type);
        assertSameBits(once.get(3), Fixture.run(optimizer.bind(tensors(type, 1)), 4, type).get(3), "again");
        assertSameBits(once.get(3), Fixture.run(threads, 4, type).get(3), "two threads");
    }

    /** Would catch state that the catalogue does not count. */
    @ParameterizedTest
    @MethodSource("everyOptimizer")
    void stateTakesTheBytesThatTheProgramSays(String name, Optimizer optimizer, DataType type) {
        if (!(optimizer instanceof Rule)) return;
        Program program = Fixture.program(optimizer);
        Tensors parameters = tensors(type, 1);
        long bytes = parameters.length() * program.stateBytesPerElement(type.width());
        for (Slot slot : program.slots()) {
            // The sides of 9 x 8, 7, 2 x 3 x 4 and a scalar.
            if (slot.kind() == Slot.Kind.COVER) bytes += (9 + 8 + 7 + 2 + 3 + 4 + 1) * type.width();
            if (slot.kind() == Slot.Kind.SCALAR) bytes += Double.BYTES;
        }
        State state = optimizer.init(parameters);
        assertEquals(bytes, state.bytes());
        state.arrays().names().forEach(array -> assertTrue(array.startsWith(Catalogue.typeOf(optimizer) + "/"), array));
    }

    /** Would catch a copy that shares memory. */
    @ParameterizedTest
    @MethodSource("everyOptimizer")
    void aCopyOfTheStateEvolvesOnItsOwn(String name, Optimizer optimizer, DataType type) {
        Bound original = optimizer.bind(tensors(type, 1));
        Fixture.run(original, 2, type);
        State copy = original.state().copy();
        Bound fork = optimizer.bind(original.parameters().copy(), copy);
        Map<String, double[]> atFork = everything(fork);
        Fixture.run(original, 2, type);
        assertSameBits(atFork, everything(fork), "the copy while the original goes on");
        Fixture.run(fork, 2, type);
        assertSameBits(everything(original), everything(fork), "both after as many steps");
        assertEquals(4, copy.step());
    }

    /** Would catch anything that training rests on and a saved state leaves out. */
    @ParameterizedTest
    @MethodSource("everyOptimizer")
    void savedAndLoadedGoesOnToTheSameBits(String name, Optimizer optimizer, DataType type) {
        Bound uninterrupted = optimizer.bind(relaid(tensors(type, 1), a -> a.dup('f'))).onNonFinite(NonFinite.SKIP);
        Fixture.run(uninterrupted, 2, type);
        if (!(optimizer instanceof Frozen)) uninterrupted.step(poisoned(type, Double.NaN));
        Path file = folder.resolve("state.safetensors");
        uninterrupted.state().save(file);
        State loaded = State.load(file);
        Bound resumed = optimizer.bind(relaid(uninterrupted.parameters(), a -> a.dup('f')).copy(), loaded);
        Fixture.run(uninterrupted, 2, type);
        Fixture.run(resumed, 2, type);
        assertSameBits(everything(uninterrupted), everything(resumed), "after loading");
        assertEquals(4, loaded.step());
        assertEquals(uninterrupted.state().skipped(), loaded.skipped());
    }

    /** Would catch a step that writes before it has looked at all gradients, by either executor. */
    @ParameterizedTest
    @MethodSource("everyOptimizer")
    void aGradientThatIsNotFiniteChangesNothing(String name, Optimizer optimizer, DataType type) {
        if (optimizer instanceof Frozen) return;
        for (boolean reference : new boolean[] {false, true}) {
            Tensors parameters = tensors(type, 1);
            Bound bound = new Bound(optimizer, parameters, optimizer.init(parameters), reference ? new Reference() : new Fused());
            Fixture.run(bound, 2, type);
            Map<String, double[]> before = everything(bound);
            for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
                NonFiniteGradient e = assertThrows(NonFiniteGradient.class, () -> bound.step(poisoned(type, bad)));
                assertEquals("gradient of 'T' is " + bad + " at element 5 in step 3; parameters and state are unchanged"
                        + " (lower the rate, clip, or set the policy to skip)", e.getMessage());
                assertEquals("T", e.parameter());
                assertEquals(3, e.step());
            }
            assertEquals(2, bound.state().step());
            assertEquals(0, bound.state().skipped());
            bound.onNonFinite(NonFinite.SKIP).step(poisoned(type, Double.NaN));
            assertEquals(1, bound.state().skipped());
            assertSameBits(before, everything(bound), "after bad gradients");
            Bound clean = new Bound(optimizer, tensors(type, 1), optimizer.init(tensors(type, 1)), reference ? new Reference() : new Fused());
            Fixture.run(clean, 2, type);
            bound.step(tensors(type, 50));
            clean.step(tensors(type, 50));
            assertSameBits(everything(clean), everything(bound), "the next step");
        }
    }

    private static Tensors poisoned(DataType type, double bad) {
        Tensors gradients = tensors(type, 60);
        gradients.get("T").putScalar(5, bad);
        return gradients;
    }

    /** Would catch an element that sees its neighbours. */
    @ParameterizedTest
    @MethodSource("everyOptimizer")
    void elementwiseMeansThatPermutedElementsTakePermutedSteps(String name, Optimizer optimizer, DataType type) {
        if (!optimizer.traits().contains(Trait.ELEMENTWISE)) return;
        int n = 100;
        List<Integer> order = new ArrayList<>(IntStream.range(0, n).boxed().toList());
        Collections.shuffle(order, new Random(3));
        UnaryOperator<double[]> permute = v -> order.stream().mapToDouble(i -> v[i]).toArray();
        Bound plain = optimizer.bind(Tensors.of("p", array(type, values(n, 1), n)));
        Bound permuted = optimizer.bind(Tensors.of("p", array(type, permute.apply(values(n, 1)), n)));
        for (int step = 0; step < 3; step++) {
            plain.step(Tensors.of("p", array(type, values(n, 10 + step), n)));
            permuted.step(Tensors.of("p", array(type, permute.apply(values(n, 10 + step)), n)));
        }
        Map<String, double[]> expected = everything(plain);
        expected.replaceAll((array, v) -> v.length == n ? permute.apply(v) : v);
        assertSameBits(expected, everything(permuted), "permuted");
    }

    /** Would catch an absolute constant in a method that claims to have none: powers of two scale exactly. */
    @ParameterizedTest
    @MethodSource("everyOptimizer")
    void scaleInvariantMeansThatScaledGradientsGiveTheSameSteps(String name, Optimizer declared, DataType type) {
        if (!declared.traits().contains(Trait.SCALE_INVARIANT)) return;
        Optimizer optimizer = hasOption(declared, "eps") ? declared.with("eps", 0) : declared;
        for (double scale : new double[] {0x1p-12, 0x1p14}) {
            assertSameBits(follow(optimizer, type, 1, 1), follow(optimizer, type, 1, scale), "gradients times " + scale);
        }
    }

    /** Would catch a method that treats up and down differently. */
    @ParameterizedTest
    @MethodSource("everyOptimizer")
    void oddMeansThatNegatedGradientsGiveNegatedSteps(String name, Optimizer optimizer, DataType type) {
        if (!optimizer.traits().contains(Trait.ODD)) return;
        Map<String, double[]> expected = follow(optimizer, type, 1, 1);
        expected.replaceAll((parameter, v) -> Arrays.stream(v).map(x -> -x).toArray());
        assertSameBits(expected, follow(optimizer, type, -1, -1), "mirrored");
    }

    /** Parameters after three steps, with start and gradients times a number. */
    private static Map<String, double[]> follow(Optimizer optimizer, DataType type, double start, double scale) {
        Tensors parameters = relaidValues(tensors(type, 1), start);
        Bound bound = optimizer.bind(parameters);
        for (int step = 0; step < 3; step++) bound.step(relaidValues(tensors(type, 10 + step), scale));
        return doubles(parameters);
    }

    private static Tensors relaidValues(Tensors tensors, double factor) {
        Map<String, INDArray> map = new LinkedHashMap<>();
        tensors.forEach((name, a) -> map.put(name, array(a.dataType(), Arrays.stream(doubles(a)).map(x -> factor * x).toArray(), a.shape())));
        return Tensors.of(map);
    }

    /** Would catch a method that depends on the choice of coordinates. */
    @ParameterizedTest
    @MethodSource("everyOptimizer")
    void rotationEquivariantMeansThatRotatedProblemsTakeRotatedSteps(String name, Optimizer optimizer, DataType type) {
        if (type == DataType.FLOAT || !optimizer.traits().contains(Trait.ROTATION_EQUIVARIANT)) return;
        int n = 12;
        Bound plain = optimizer.bind(Tensors.of("p", array(type, values(n, 1), n)));
        Bound rotated = optimizer.bind(Tensors.of("p", array(type, rotate(values(n, 1)), n)));
        for (int step = 0; step < 4; step++) {
            plain.step(Tensors.of("p", array(type, values(n, 10 + step), n)));
            rotated.step(Tensors.of("p", array(type, rotate(values(n, 10 + step)), n)));
        }
        double[] expected = rotate(doubles(plain.parameters().get("p")));
        assertClose(Map.of("p", expected), doubles(rotated.parameters()), 1e-10, "rotated");
    }

    /** A product of plane rotations. */
    private static double[] rotate(double[] v) {
        double[] x = v.clone();
        for (int i = 0; i < x.length; i++) {
            int j = (i * 5 + 1) % x.length;
            if (i == j) continue;
            double c = Math.cos(0.7 + i);
            double s = Math.sin(0.7 + i);
            double a = c * x[i] - s * x[j];
            x[j] = s * x[i] + c * x[j];
            x[i] = a;
        }
        return x;
    }

    /** Would catch training that goes on from the point of evaluation, or is saved there. */
    @ParameterizedTest
    @MethodSource("everyOptimizer")
    void anEvaluationViewIsLeftWithoutATrace(String name, Optimizer optimizer, DataType type) {
        Bound bound = optimizer.bind(relaid(tensors(type, 1), a -> a.dup('f')));
        Fixture.run(bound, 4, type);
        Map<String, double[]> before = everything(bound);
        EvaluationView view = bound.evaluationView();
        boolean differs = optimizer.traits().contains(Trait.EVALUATION_POINT_DIFFERS);
        assertEquals(differs, !Arrays.equals(before.get("W"), doubles(bound.parameters().get("W"))), "the view moves parameters");
        assertMessage("no step can be made inside an evaluation view; close the view first", () -> bound.step(tensors(type, 2)));
        assertMessage("state cannot be saved inside an evaluation view; close the view first",
                () -> bound.state().save(folder.resolve("in-view.safetensors")));
        assertMessage("an evaluation view is open already; close it first", bound::evaluationView);
        view.close();
        assertSameBits(before, everything(bound), "after the view");
        Fixture.run(bound, 1, type);
        Map<String, double[]> later = everything(bound);
        view.close();
        assertSameBits(later, everything(bound), "after closing it again");
    }

    /** Would catch a wrong declaration for the whole tree: such a rule must not stand in a branch. */
    @Test
    void wholeTreeIsDeclaredExactlyWhereAProgramIs() {
        Fixture.catalogue().forEach((name, optimizer) -> {
            if (!(optimizer instanceof Rule)) return;
            assertEquals(Fixture.program(optimizer).wholeTree(), optimizer.traits().contains(Trait.WHOLE_TREE), name);
        });
    }

    /** Would catch memory inside the optimizer object: one object steps many states at a time. */
    @ParameterizedTest
    @MethodSource("everyOptimizer")
    void oneOptimizerServesManyThreads(String name, Optimizer optimizer, DataType type) throws Exception {
        Map<String, double[]> serial = Fixture.run(optimizer.bind(tensors(type, 1)), 5, type).get(4);
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try {
            List<Future<Map<String, double[]>>> results = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                results.add(pool.submit(() -> Fixture.run(optimizer.bind(tensors(type, 1)), 5, type).get(4)));
            }
            for (Future<Map<String, double[]>> result : results) assertSameBits(serial, result.get(), "in a pool");
        } finally {
            pool.shutdown();
        }
    }

    /** Would catch state or copies that live in an ND4J workspace and die with it. */
    @ParameterizedTest
    @MethodSource("everyOptimizer")
    void stateOutlivesAWorkspace(String name, Optimizer optimizer, DataType type) {
        Map<String, double[]> outside = Fixture.run(optimizer.bind(tensors(type, 1)), 4, type).get(3);
        Tensors parameters = tensors(type, 1);
        Bound bound = null;
        for (int step = 0; step < 4; step++) {
            try (MemoryWorkspace workspace = Nd4j.getWorkspaceManager().getAndActivateWorkspace("contract")) {
                if (bound == null) bound = optimizer.bind(parameters);
                bound.step(relaid(tensors(type, 100 + 10L * step), INDArray::dup));
                bound.evaluationView().close();
                if (step == 1) bound = optimizer.bind(parameters, bound.state().copy());
            }
        }
        bound.state().arrays().forEach((array, values) -> assertFalse(values.isAttached(), array));
        assertSameBits(outside, everything(bound), "in a workspace");
    }

    /**
     * Would catch objects made in the step loop, which would cost a training run pauses. The JVM counts the bytes; a
     * stray compilation may add some, so the best of a few measurements counts.
     */
    @Test
    void aStepMakesNoObjects() {
        Tensors parameters = Tensors.of("a", array(DataType.FLOAT, 1, 100, 100), "b", array(DataType.FLOAT, 2, 10000), "c",
                array(DataType.FLOAT, 3, 10, 1000));
        Tensors gradients = Tensors.of("a", array(DataType.FLOAT, 4, 100, 100), "b", array(DataType.FLOAT, 5, 10000), "c",
                array(DataType.FLOAT, 6, 10, 1000));
        Bound bound = Optimizers.read("adamw").bind(parameters);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        double least = Double.POSITIVE_INFINITY;
        for (int attempt = 0; attempt < 15 && least > 16; attempt++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int step = 0; step < 2000; step++) bound.step(gradients);
            least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / 2000.0);
        }
        assertTrue(least <= 16, least + " bytes a step");
    }

    private static boolean hasOption(Optimizer optimizer, String option) {
        return optimizer instanceof Rule && optimizer instanceof Record record
                && Options.describe(record.getClass()).stream().anyMatch(d -> d.name().equals(option));
    }

    private static void assertMessage(String message, Executable action) {
        assertEquals(message, assertThrows(InvalidInput.class, action).getMessage());
    }
}
