package org.gradus.optim;

import static org.gradus.optim.Fixture.array;
import static org.gradus.optim.Fixture.assertClose;
import static org.gradus.optim.Fixture.assertSameBits;
import static org.gradus.optim.Fixture.doubles;
import static org.gradus.optim.Fixture.everything;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.gradus.optim.execute.Fused;
import org.gradus.optim.execute.Reference;
import org.gradus.optim.lora.LoraRite;
import org.gradus.optim.option.Catalogue;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.rule.AdamW;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.schedule.Schedule;
import org.gradus.optim.tensor.LoraPair;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What every method of matrices and of LoRA pairs keeps to, as {@link ContractTest} for elementwise rules. */
class MatrixContractTest {
    /** Every such method of the catalogue, with the options that change its course. */
    static final List<String> SPECS = List.of("lora-rite(lr=0.05)", "lora-rite(lr=0.05, preset=official, skipRms=10)",
            "lora-rite(lr=0.05, preset=paper)", "lora-rite(lr=0.05, escape=true, capRms=0.5, weightDecay=0.1, lrRatio=3)",
            "lora-rite(lr=0.05, balance=true)", "lora-rite(lr=0.05, regauge=2, secondOrderGuard=0.01)",
            "lora-rite(lr=0.05, updateOrder=alternate-steps)", "lora-plus(lr=0.05)", "lora-plus(lr=0.05, weightDecay=0.1)",
            "lora-fa(lr=0.05)", "scaled-gd(lr=0.05)", "scaled-gd(lr=0.05, damping=0)", "scaled-adam(lr=0.05, weightDecay=0.1)",
            "shampoo(lr=0.05)", "shampoo(lr=0.05, every=2, momentum=0.9)", "muon(lr=0.05, weightDecay=0.1)", "muon(lr=0.05, steps=0)",
            "muon(lr=0.05, nesterov=false)");

    @TempDir
    private Path folder;

    static Stream<Arguments> everyMethod() {
        return SPECS.stream().flatMap(spec -> Stream.of(DataType.FLOAT, DataType.DOUBLE)
                .map(type -> Arguments.of(spec, Optimizers.read(spec), type)));
    }

    /** Would catch a method that no contract looks at. */
    @Test
    void theContractsCoverTheCatalogue() {
        Set<String> covered = new LinkedHashSet<>();
        SPECS.forEach(spec -> covered.add(Catalogue.typeOf(Optimizers.read(spec))));
        Set<String> methods = new LinkedHashSet<>(Optimizers.CATALOGUE.types());
        methods.removeIf(type -> Rule.class.isAssignableFrom(Optimizers.CATALOGUE.find(type)) || type.equals("frozen"));
        assertEquals(methods, covered);
    }

    /** Two pairs, one of each layout: rank 3 of 9 x 8, rank 2 of 6 x 7. */
    private static Tensors pairs(DataType type, long seed) {
        return pairs(type, seed, UnaryOperator.identity());
    }

    private static Tensors pairs(DataType type, long seed, UnaryOperator<INDArray> form) {
        return Tensors.of(
                LoraPair.peft("q", form.apply(array(type, seed, 9, 3)), form.apply(array(type, seed + 1, 3, 8))),
                LoraPair.abt("v", form.apply(array(type, seed + 2, 6, 2)), form.apply(array(type, seed + 3, 7, 2))));
    }

    private static Bound run(Bound bound, int steps, DataType type) {
        for (int step = 0; step < steps; step++) bound.step(pairs(type, 100 + 10 * bound.state().step()));
        return bound;
    }

    /** Would catch decay or a re-magnification that moves factors at rate zero. */
    @ParameterizedTest
    @MethodSource("everyMethod")
    void aZeroRateMovesNothing(String spec, Optimizer optimizer, DataType type) {
        if (spec.contains("balance") || spec.contains("regauge")) return;
        Bound zero = run(optimizer.with("lr", 0).bind(pairs(type, 1)), 3, type);
        assertClose(doubles(pairs(type, 1)), doubles(zero.parameters()), 0, "rate 0");
        Schedule warmUp = t -> t == 0 ? 0 : 0.1;
        Bound warming = run(optimizer.with("lr", warmUp).bind(pairs(type, 1)), 1, type);
        assertClose(doubles(pairs(type, 1)), doubles(warming.parameters()), 0, "first step of a warm-up");
        run(warming, 1, type);
        Map<String, double[]> start = doubles(pairs(type, 1));
        doubles(warming.parameters()).forEach((name, v) -> start.computeIfPresent(name, (n, s) -> Arrays.equals(s, v) ? s : null));
        assertTrue(start.size() < 4, "second step");
    }

    /** Would catch a gradient used as scratch memory. */
    @ParameterizedTest
    @MethodSource("everyMethod")
    void gradientsAreReadOnly(String spec, Optimizer optimizer, DataType type) {
        Tensors gradients = pairs(type, 5);
        Bound bound = optimizer.bind(pairs(type, 1));
        bound.step(gradients);
        bound.step(gradients);
        assertSameBits(doubles(pairs(type, 5)), doubles(gradients), "gradients");
    }

    /** Would catch rows taken for columns, or memory beside a view. */
    @ParameterizedTest
    @MethodSource("everyMethod")
    void layoutsOfTheInputDoNotMatter(String spec, Optimizer optimizer, DataType type) {
        Map<String, double[]> dense = doubles(run(optimizer.bind(pairs(type, 1)), 3, type).parameters());
        for (UnaryOperator<INDArray> form : List.<UnaryOperator<INDArray>>of(a -> a.dup('f'), MatrixContractTest::view)) {
            Bound bound = optimizer.bind(pairs(type, 1, form));
            for (int step = 0; step < 3; step++) bound.step(pairs(type, 100 + 10L * step, form));
            assertClose(dense, doubles(bound.parameters()), type == DataType.FLOAT ? 1e-6 : 1e-14, "another layout");
        }
    }

    private static INDArray view(INDArray a) {
        INDArray base = Nd4j.ones(a.dataType(), a.size(0) + 2, 2 * a.size(1));
        INDArray view = base.get(NDArrayIndex.interval(1, a.size(0) + 1), NDArrayIndex.interval(0, 2, 2 * a.size(1)));
        return view.assign(a);
    }

    /** Would catch moments or inverses kept in the factors' precision by mistake: float32 follows float64. */
    @ParameterizedTest
    @MethodSource("everyMethod")
    void float32FollowsFloat64(String spec, Optimizer optimizer, DataType type) {
        if (type == DataType.DOUBLE) return;
        Map<String, double[]> exact = doubles(run(optimizer.bind(pairs(DataType.DOUBLE, 1)), 4, DataType.DOUBLE).parameters());
        assertClose(exact, doubles(run(optimizer.bind(pairs(type, 1)), 4, type).parameters()), 2e-4, "float32");
    }

    /** Would catch hidden randomness, memory outside the state, or threads that change the result. */
    @ParameterizedTest
    @MethodSource("everyMethod")
    void equalRunsGiveEqualBits(String spec, Optimizer optimizer, DataType type) {
        Map<String, double[]> once = everything(run(optimizer.bind(pairs(type, 1)), 4, type));
        for (var executor : List.of(new Fused(2, 1, true), new Reference())) {
            Tensors parameters = pairs(type, 1);
            Bound bound = new Bound(optimizer, parameters, optimizer.init(parameters), executor);
            assertSameBits(once, everything(run(bound, 4, type)), "by another executor");
        }
    }

    /** Would catch anything that training rests on and a saved state leaves out. */
    @ParameterizedTest
    @MethodSource("everyMethod")
    void savedAndLoadedGoesOnToTheSameBits(String spec, Optimizer optimizer, DataType type) {
        Bound uninterrupted = run(optimizer.bind(pairs(type, 1)), 3, type);
        Path file = folder.resolve("state.safetensors");
        uninterrupted.state().save(file);
        Bound resumed = optimizer.bind(uninterrupted.parameters().copy(), State.load(file));
        assertSameBits(everything(run(uninterrupted, 3, type)), everything(run(resumed, 3, type)), "after loading");
        assertEquals(uninterrupted.state().bytes(), optimizer.init(pairs(type, 1)).bytes());
    }

    /** Would catch a step that writes before it has looked at all gradients. */
    @ParameterizedTest
    @MethodSource("everyMethod")
    void aGradientThatIsNotFiniteChangesNothing(String spec, Optimizer optimizer, DataType type) {
        Bound bound = run(optimizer.bind(pairs(type, 1)), 2, type);
        Map<String, double[]> before = everything(bound);
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            Tensors poisoned = pairs(type, 60);
            poisoned.get("v.up").putScalar(5, bad);
            NonFiniteGradient e = assertThrows(NonFiniteGradient.class, () -> bound.step(poisoned));
            assertEquals("v.up", e.parameter());
            assertEquals(3, e.step());
            bound.onNonFinite(NonFinite.SKIP).step(poisoned);
            bound.onNonFinite(NonFinite.FAIL);
            assertSameBits(before, everything(bound), "after " + bad);
        }
        assertEquals(2, bound.state().skipped());
    }

    /** Would catch a step that breaks off midway on what has diverged before. */
    @ParameterizedTest
    @MethodSource("everyMethod")
    void aFactorThatIsNotFiniteIsRefusedBeforeAnythingMoves(String spec, Optimizer optimizer, DataType type) {
        if (!(optimizer instanceof MatrixMethod)) return;
        Bound bound = run(optimizer.bind(pairs(type, 1)), 2, type);
        bound.parameters().get("v.down").putScalar(3, Double.NaN);
        Map<String, double[]> before = everything(bound);
        refused("parameter 'v.down' is not finite; go back to an earlier state with a lower rate", () -> bound.step(pairs(type, 5)));
        assertSameBits(before, everything(bound), "after the refusal");
    }

    /** Would catch 0/0: PEFT starts with up = 0, and a gradient may vanish. */
    @ParameterizedTest
    @MethodSource("everyMethod")
    void zeroFactorsAndZeroGradientsStayFinite(String spec, Optimizer optimizer, DataType type) {
        Tensors start = pairs(type, 1);
        start.get("q.up").assign(0);
        start.get("v.up").assign(0);
        Bound bound = optimizer.bind(start);
        for (int step = 0; step < 4; step++) {
            Tensors weights = Tensors.of("q", array(type, 10 + step, 9, 8), "v", array(type, 20 + step, 6, 7));
            Tensors gradients = Tensors.of(start.pairs().stream().map(p -> p.gradients(weights.get(p.name()))).toArray(LoraPair[]::new));
            bound.step(step == 2 ? gradients.zeros() : gradients);
            start.forEach((name, values) -> {
                for (double v : doubles(values)) assertTrue(Double.isFinite(v) && Math.abs(v) < 1e3, name + " is " + v);
            });
        }
    }

    /** Would catch a method that treats up and down differently. */
    @ParameterizedTest
    @MethodSource("everyMethod")
    void oddMeansThatNegatedGradientsGiveNegatedSteps(String spec, Optimizer optimizer, DataType type) {
        if (!optimizer.traits().contains(Trait.ODD)) return;
        Bound plain = optimizer.bind(pairs(type, 1));
        Bound mirrored = optimizer.bind(pairs(type, 1, a -> a.neg()));
        for (int step = 0; step < 3; step++) {
            plain.step(pairs(type, 100 + 10L * step));
            mirrored.step(pairs(type, 100 + 10L * step, a -> a.neg()));
        }
        Map<String, double[]> expected = doubles(plain.parameters());
        expected.replaceAll((name, v) -> Arrays.stream(v).map(x -> -x).toArray());
        assertClose(expected, doubles(mirrored.parameters()), 0, "mirrored");
    }

    /** Would catch a declared invariance that does not hold, or one that holds and is not declared (Adam has none). */
    @ParameterizedTest
    @MethodSource("everyMethod")
    void gaugeInvariantMeansThatOtherFactorsOfTheSameProductMoveItTheSameWay(String spec, Optimizer optimizer, DataType type) {
        if (type == DataType.FLOAT || !(optimizer instanceof MatrixMethod method) || !method.takesPairs()) return;
        double[] gauge = {2, 0.5, -1, 0, 1, 0.25, 0.5, 0, 1.5};
        INDArray r = array(type, gauge, 3, 3);
        INDArray a = array(type, 1, 9, 3);
        INDArray b = array(type, 2, 8, 3);
        LoraPair plain = LoraPair.abt("w", a, b);
        LoraPair turned = LoraPair.abt("w", a.mmul(r), b.mmul(inverse(r).transpose()));
        Bound one = optimizer.bind(Tensors.of(plain));
        Bound other = optimizer.bind(Tensors.of(turned));
        INDArray start = plain.product();
        for (int step = 0; step < 4; step++) {
            INDArray gradient = array(type, 10 + step, 9, 8);
            one.step(Tensors.of(plain.gradients(gradient)));
            other.step(Tensors.of(turned.gradients(gradient)));
        }
        double moved = plain.product().sub(start).norm2Number().doubleValue();
        double apart = plain.product().sub(turned.product()).norm2Number().doubleValue();
        if (optimizer.traits().contains(Trait.GAUGE_INVARIANT)) assertTrue(apart < 1e-11 * moved, apart / moved + " apart");
        else assertTrue(apart > 1e-8 * moved, "not declared, but only " + apart / moved + " apart");
    }

    private static INDArray inverse(INDArray r) {
        return org.nd4j.linalg.inverse.InvertMatrix.invert(r, false);
    }

    /** Would catch memory taken anew each step: what a step makes must not grow with the sides of the matrices. */
    @Test
    void whatAStepAllocatesDoesNotGrowWithTheFactors() {
        double small = allocated(40);
        double large = allocated(4000);
        assertTrue(large < 1.5 * small + 4096, small + " and " + large + " bytes a step");
    }

    private static double allocated(int side) {
        LoraPair pair = LoraPair.peft("w", array(DataType.FLOAT, 1, side, 4), array(DataType.FLOAT, 2, 4, side));
        LoraPair gradient = LoraPair.peft("w", array(DataType.FLOAT, 3, side, 4), array(DataType.FLOAT, 4, 4, side));
        Tensors parameters = Tensors.of(pair);
        Tensors gradients = Tensors.of(gradient);
        LoraRite rite = LoraRite.of(1e-4);
        Bound bound = new Bound(rite, parameters, rite.init(parameters), new Reference());
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        double least = Double.POSITIVE_INFINITY;
        for (int attempt = 0; attempt < 6; attempt++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int step = 0; step < 50; step++) bound.step(gradients);
            least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / 50.0);
        }
        return least;
    }

    /** Would catch a pair that shares its optimizer with the head, or a route that cannot be written down. */
    @Test
    void pairsAreRoutedBesideOtherParameters() {
        Optimizer route = Route.when("pairs", Parameter.pairs(), LoraRite.of(0.05)).otherwise(AdamW.of(0.01));
        assertEquals(route.write(), Optimizers.read(route.write()).write());
        Tensors parameters = Tensors.of("head", array(DataType.DOUBLE, 7, 5)).with(pairs(DataType.DOUBLE, 1).pairs().toArray(LoraPair[]::new));
        Bound bound = route.bind(parameters);
        bound.step(Tensors.of("head", array(DataType.DOUBLE, 8, 5)).with(pairs(DataType.DOUBLE, 100).pairs().toArray(LoraPair[]::new)));
        Bound alone = LoraRite.of(0.05).bind(pairs(DataType.DOUBLE, 1));
        alone.step(pairs(DataType.DOUBLE, 100));
        alone.parameters().forEach((name, values) -> assertEquals(values, parameters.get(name), name));
        assertTrue(bound.state().arrays().contains("pairs/lora-rite/nu/q.up"));
        assertTrue(bound.state().arrays().contains("otherwise/adamw/mu/head"));
        assertEquals(Map.of("pairs/lora-rite/lr", 0.05, "pairs/lora-rite/weightDecayDecoupled", 0.0,
                "otherwise/adamw/lr", 0.01, "otherwise/adamw/weightDecay", 0.01), bound.hyperparameters());
        String explained = ((Route) route).explain(parameters);
        assertTrue(explained.contains("pairs/lora-rite") && explained.contains("otherwise/adamw"), explained);
    }

    /** Would catch counters that nobody can see. */
    @Test
    void whatIsLeftOutIsCounted() {
        Bound bound = Optimizers.read("lora-rite(preset=official)").bind(pairs(DataType.DOUBLE, 1));
        Tensors large = pairs(DataType.DOUBLE, 100, a -> a.mul(1000));
        bound.step(large);
        assertEquals(4, bound.state().scalars().get("lora-rite/skipped"));
        assertSameBits(doubles(pairs(DataType.DOUBLE, 1)), doubles(bound.parameters()), "all factors were skipped");
        Bound clipping = Optimizers.read("lora-rite(clipUnmagnified=1, capRms=0.01)").bind(pairs(DataType.DOUBLE, 1));
        clipping.step(large);
        clipping.step(pairs(DataType.DOUBLE, 100, a -> a.mul(1e-6)));
        assertEquals(1, clipping.state().scalars().get("lora-rite/clipped"));
        assertTrue(clipping.state().scalars().get("lora-rite/capped") >= 4);
    }

    @Test
    void badInputIsRefusedInOneLine() {
        INDArray up = array(DataType.FLOAT, 1, 9, 3);
        refused("the factors of pair 'q' have shapes [9, 3] and [8, 3], of ranks 3 and 8 in layout PEFT; in the other layout they"
                + " would fit", () -> LoraPair.peft("q", up, array(DataType.FLOAT, 1, 8, 3)));
        refused("the factors of pair 'q' have shapes [9, 3] and [4, 8], of ranks 3 and 4 in layout PEFT; they must agree and not be 0",
                () -> LoraPair.peft("q", up, array(DataType.FLOAT, 1, 4, 8)));
        refused("the factors of pair 'q' must be matrices, but have shapes [9, 3] and [8]",
                () -> LoraPair.abt("q", up, array(DataType.FLOAT, 1, 8)));
        refused("the factors of pair 'q' have data types FLOAT and DOUBLE; cast one with castTo",
                () -> LoraPair.peft("q", up, array(DataType.DOUBLE, 1, 3, 8)));
        refused("parameter 'b' is no factor of a pair, which lora-rite needs; send it to another optimizer by a route, or name its"
                + " pair (Tensors.with)", () -> LoraRite.of(0.1).bind(Tensors.of("b", array(DataType.FLOAT, 1, 8))));
        refused("only one factor of pair 'q' comes to up/lora-rite, which needs both; route pairs as a whole",
                () -> Route.when("up", Parameter.named("*.up"), LoraRite.of(0.1)).bind(pairs(DataType.FLOAT, 1)));
        refused("lora-rite works on whole matrices and cannot share a chain with other stages; use its own options, or a route",
                () -> Chain.of(Optimizers.read("clip-global-norm(maxNorm=1)"), LoraRite.of(0.1)).bind(pairs(DataType.FLOAT, 1)));
        refused("pair 'w' has rank 5, but its product is only 9 x 4; lora-rite needs a rank of at most the smaller side",
                () -> LoraRite.of(0.1).bind(Tensors.of(LoraPair.peft("w", array(DataType.FLOAT, 1, 9, 5), array(DataType.FLOAT, 1, 5, 4)))));
        refused("muon takes matrices, but parameter 'b' has 1 axis; send it to another optimizer by a route",
                () -> Optimizers.read("muon").bind(Tensors.of("b", array(DataType.FLOAT, 1, 8))));
        refused("the gradient of the product of pair 'q' has shape [8, 9], but must have [9, 8]",
                () -> pairs(DataType.FLOAT, 1).pairs().get(0).gradients(array(DataType.FLOAT, 1, 8, 9)));
        Map<String, Object> twice = new LinkedHashMap<>(Map.of("type", "lora-rite", "weightDecay", 0.1, "weightDecayDecoupled", 0.1));
        refused("option weightDecayDecoupled stands twice", () -> Optimizers.read(twice));
    }

    private static void refused(String message, org.junit.jupiter.api.function.Executable action) {
        InvalidInput e = assertThrows(InvalidInput.class, action);
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }
}
