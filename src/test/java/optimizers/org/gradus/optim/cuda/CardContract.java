package org.gradus.optim.cuda;

import static org.gradus.optim.Fixture.array;
import static org.gradus.optim.Fixture.assertSameBits;
import static org.gradus.optim.Fixture.everything;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.gradus.optim.Bound;
import org.gradus.optim.Chain;
import org.gradus.optim.EvaluationView;
import org.gradus.optim.Fixture;
import org.gradus.optim.Frozen;
import org.gradus.optim.NonFinite;
import org.gradus.optim.NonFiniteGradient;
import org.gradus.optim.Optimizer;
import org.gradus.optim.Parameter;
import org.gradus.optim.Route;
import org.gradus.optim.Rule;
import org.gradus.optim.State;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.execute.RandomRule;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.program.Program;
import org.gradus.optim.program.Reduction.Scope;
import org.gradus.optim.program.Expr;
import org.gradus.optim.program.Trace;
import org.gradus.optim.tensor.LoraPair;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/** What holds of every card, real or emulated: it does what the CPU does, bit for bit, and refuses what the CPU refuses. */
abstract class CardContract {
    private static final List<DataType> TYPES = List.of(DataType.FLOAT, DataType.DOUBLE);

    @TempDir
    private Path folder;

    abstract Device open();

    /** These will be compiled soon. */
    void expect(List<String> sources) {}

    /** Odd lengths, a scalar, more than one chunk of a sum. */
    static Tensors tensors(DataType type, long seed) {
        return Tensors.of("W", array(type, seed, 9, 7), "b", array(type, seed + 1, 5), "T", array(type, seed + 2, 2, 3, 4),
                "s", array(type, seed + 3), "long", array(type, seed + 4, 16_411));
    }

    static Map<String, double[]> everythingOn(DeviceBound bound) {
        bound.download();
        Map<String, double[]> all = Fixture.doubles(bound.parameters().host());
        Fixture.doubles(bound.state().arrays()).forEach((name, values) -> all.put("state " + name, values));
        bound.state().scalars().forEach((name, value) -> all.put("scalar " + name, new double[] {value}));
        return all;
    }

    private static String source(Rule rule, DataType type) {
        return CudaSource.of(Program.of(Map.of("rule", rule::direction)), type).text();
    }

    private static void assertSameTrajectory(Device device, Optimizer optimizer, DataType type, int steps) {
        Bound cpu = optimizer.bind(tensors(type, 1));
        try (DeviceBound card = device.bind(optimizer, tensors(type, 1))) {
            for (int step = 0; step < steps; step++) {
                cpu.step(tensors(type, 10 + 10L * step));
                card.step(tensors(type, 10 + 10L * step));
                assertSameBits(everything(cpu), everythingOn(card), optimizer + ", " + type + ", step " + (step + 1));
            }
        }
    }

    /** Would catch a wrong operation, index, type or order of a sum, in any kernel of the catalogue. */
    @Test
    void everyRuleGivesTheBitsOfTheCpu() {
        Map<String, Optimizer> all = new LinkedHashMap<>(Fixture.catalogue());
        all.put("composed", Fixture.composed());
        all.values().removeIf(o -> o instanceof Frozen);
        List<String> sources = new ArrayList<>();
        for (Optimizer o : all.values()) {
            if (o instanceof Rule) TYPES.forEach(type -> sources.add(CudaSource.of(Fixture.program(o), type).text()));
        }
        expect(sources);
        try (Device device = open()) {
            for (DataType type : TYPES) all.values().forEach(o -> assertSameTrajectory(device, o, type, 2));
        }
    }

    /** Would catch an operation that no rule of the catalogue uses, such as a minimum with NaN or -0. */
    @Test
    void randomFormulasGiveTheBitsOfTheCpu() {
        List<Rule> rules = new ArrayList<>();
        Random random = new Random(5);
        for (int i = 0; i < 4; i++) {
            List<RandomRule.Instruction> code = new ArrayList<>();
            for (int k = 0; k < 25; k++) {
                code.add(new RandomRule.Instruction(random.nextInt(RandomRule.OPERATIONS), random.nextInt(100),
                        random.nextInt(100), random.nextInt(100), random.nextInt(100)));
            }
            rules.add(new RandomRule(code));
        }
        List<String> sources = new ArrayList<>();
        for (Rule rule : rules) TYPES.forEach(type -> sources.add(source(rule, type)));
        expect(sources);
        try (Device device = open()) {
            for (DataType type : TYPES) rules.forEach(rule -> assertSameTrajectory(device, rule, type, 2));
        }
    }

    /** Sums and maxima, several in a pass and one pass after the other, and more uniform values than a launch takes. */
    private record Reducing(Scope scope, int many) implements Rule {
        @Override
        public Expr direction(Trace t) {
            Expr g = t.gradient();
            Expr all = t.sum(g.times(0.1), scope).plus(t.max(g.abs(), scope)).plus(t.norm(g.minus(t.parameter()), scope));
            Expr next = t.max(g.times(all), scope).plus(t.sum(g.abs(), scope));
            Expr x = g.over(next.abs().plus(1));
            for (int i = 0; i < many; i++) {
                x = x.plus(g.times(t.step().times(i + 0.5)).min(t.step().plus(1e-3 * i)).times(1e-6));
            }
            return x;
        }
    }

    /** Would catch lanes or chunks in another order than the CPU's, and fields of a launch in the wrong place. */
    @Test
    void reductionsOfEveryKindAndScopeGiveTheBitsOfTheCpu() {
        try (Device device = open()) {
            assertSameTrajectory(device, new Reducing(Scope.TENSOR, 0), DataType.FLOAT, 2);
            assertSameTrajectory(device, new Reducing(Scope.TENSOR, 0), DataType.DOUBLE, 2);
            assertSameTrajectory(device, new Reducing(Scope.TREE, 0), DataType.FLOAT, 2);
            assertSameTrajectory(device, new Reducing(Scope.TREE, 200), DataType.DOUBLE, 2);
        }
    }

    /** Would catch a step that writes before all gradients have been looked at, or names an element of stale memory. */
    @Test
    void aGradientThatIsNotFiniteChangesNothing() {
        try (Device device = open()) {
            for (String name : List.of("adamw", "sm3", "lamb")) {
                try (DeviceBound bound = device.bind(Optimizers.read(name), tensors(DataType.FLOAT, 1))) {
                    bound.step(tensors(DataType.FLOAT, 10));
                    Map<String, double[]> before = everythingOn(bound);
                    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
                        Tensors gradients = tensors(DataType.FLOAT, 20);
                        gradients.get("long").putScalar(16_407, bad);
                        NonFiniteGradient e = assertThrows(NonFiniteGradient.class, () -> bound.step(gradients));
                        String said = "gradient of 'long' is " + bad + " at element 16407 in step 2";
                        assertTrue(e.getMessage().startsWith(said), e.getMessage());
                        bound.onNonFinite(NonFinite.SKIP).step(gradients);
                        bound.onNonFinite(NonFinite.FAIL);
                        assertSameBits(before, everythingOn(bound), name + " after " + bad);
                    }
                    assertEquals(3, bound.state().skipped());
                }
            }
        }
    }

    /** Would catch state that the card keeps to itself, or other names for it: a run goes on on the other side. */
    @Test
    void aSavedStateGoesOnOnTheOtherSide() {
        Optimizer optimizer =
                Chain.of(Optimizers.read("clip-global-norm(maxNorm=0.5)"), Optimizers.read("schedule-free(lr=0.1)"));
        try (Device device = open()) {
            Bound cpu = optimizer.bind(tensors(DataType.FLOAT, 1));
            DeviceBound first = device.bind(optimizer, tensors(DataType.FLOAT, 1));
            cpu.step(tensors(DataType.FLOAT, 10));
            first.step(tensors(DataType.FLOAT, 10));
            first.save(folder.resolve("card.safetensors"));
            first.parameters().download();
            State ofCard = State.load(folder.resolve("card.safetensors"));
            Bound resumedOnCpu = optimizer.bind(first.parameters().host().copy(), ofCard);
            cpu.state().save(folder.resolve("cpu.safetensors"));
            State ofCpu = State.load(folder.resolve("cpu.safetensors"));
            try (DeviceBound resumed = device.bind(optimizer, cpu.parameters().copy(), ofCpu)) {
                for (Tensors gradients : List.of(tensors(DataType.FLOAT, 20), tensors(DataType.FLOAT, 30))) {
                    cpu.step(gradients);
                    resumedOnCpu.step(gradients);
                    resumed.step(gradients);
                }
                assertSameBits(everything(cpu), everything(resumedOnCpu), "from the card to the CPU");
                assertSameBits(everything(cpu), everythingOn(resumed), "from the CPU to the card");
            }
        }
    }

    /** Would catch a view that leaves the card's parameters where the model was evaluated. */
    @Test
    void anEvaluationViewMovesTheParametersAndBringsThemBack() {
        Optimizer optimizer = Optimizers.read("schedule-free(lr=0.1)");
        try (Device device = open(); DeviceBound card = device.bind(optimizer, tensors(DataType.FLOAT, 1))) {
            Bound cpu = optimizer.bind(tensors(DataType.FLOAT, 1));
            for (int step = 0; step < 3; step++) {
                cpu.step(tensors(DataType.FLOAT, 10 + step));
                card.step(tensors(DataType.FLOAT, 10 + step));
                try (EvaluationView ofCpu = cpu.evaluationView(); DeviceBound.View ofCard = card.evaluationView()) {
                    Map<String, double[]> there = Fixture.doubles(card.parameters().host());
                    assertSameBits(Fixture.doubles(cpu.parameters()), there, "in the view");
                }
                assertSameBits(everything(cpu), everythingOn(card), "after the view");
            }
        }
    }

    /** Would catch memory read in the order of the host's strides. */
    @Test
    void theHostsLayoutDoesNotMatter() {
        Optimizer optimizer = Optimizers.read("adamw");
        Bound cpu = optimizer.bind(Tensors.of("W", array(DataType.FLOAT, 1, 9, 7)));
        Tensors columns = Tensors.of("W", array(DataType.FLOAT, 1, 9, 7).dup('f'));
        try (Device device = open(); DeviceBound card = device.bind(optimizer, columns)) {
            for (int step = 0; step < 2; step++) {
                cpu.step(Tensors.of("W", array(DataType.FLOAT, 10 + step, 9, 7)));
                card.step(Tensors.of("W", array(DataType.FLOAT, 10 + step, 9, 7).dup('f')));
            }
            assertSameBits(everything(cpu), everythingOn(card), "column by column");
        }
    }

    /** Would catch a parameter that no rule moves and the card knows nothing of; and gradients that stay on the card. */
    @Test
    void frozenParametersStayAndGradientsMayBeOnTheCard() {
        Optimizer optimizer = Route.when("frozen", Parameter.named("b"), Frozen.frozen())
                .otherwise(Optimizers.read("adamw"));
        Bound cpu = optimizer.bind(tensors(DataType.FLOAT, 1));
        try (Device device = open(); DeviceBound card = device.bind(optimizer, tensors(DataType.FLOAT, 1))) {
            Tensors gradients = Tensors.of("W", array(DataType.FLOAT, 10, 9, 7), "T", array(DataType.FLOAT, 12, 2, 3, 4),
                    "s", array(DataType.FLOAT, 13), "long", array(DataType.FLOAT, 14, 16_411));
            cpu.step(gradients);
            card.step(gradients);
            cpu.step(gradients);
            card.step();
            assertSameBits(everything(cpu), everythingOn(card), "with a frozen one");
        }
    }

    /** Would catch a lost empty tensor, or a launch of no blocks. */
    @Test
    void emptyTensorsTakePart() {
        Tensors none = Tensors.of("none", array(DataType.FLOAT, 1, 0));
        try (Device device = open(); DeviceBound card = device.bind(Fixture.composed(), none)) {
            card.step(Tensors.of("none", array(DataType.FLOAT, 1, 0)));
            card.download();
            assertEquals(1, card.state().step());
        }
    }

    /** Factors of a pair go through rules like other parameters; other methods on whole pairs are refused in one line. */
    @Test
    void pairsGoThroughRulesAndOtherMethodsAreRefused() {
        LoraPair pair = LoraPair.peft("q", array(DataType.FLOAT, 1, 9, 2), array(DataType.FLOAT, 2, 2, 7));
        Tensors gradients = Tensors.of("q.up", array(DataType.FLOAT, 3, 9, 2), "q.down", array(DataType.FLOAT, 4, 2, 7));
        Optimizer plus = Optimizers.read("lora-plus");
        Bound cpu = plus.bind(Tensors.of(pair).copy());
        try (Device device = open()) {
            try (DeviceBound card = device.bind(plus, Tensors.of(pair).copy())) {
                cpu.step(gradients);
                card.step(gradients);
                assertSameBits(everything(cpu), everythingOn(card), "lora-plus");
            }
            Optimizer gd = Optimizers.read("scaled-gd");
            InvalidInput e = assertThrows(InvalidInput.class, () -> device.bind(gd, Tensors.of(pair)));
            assertTrue(e.getMessage().contains("only lora-rite runs on the card"), e.getMessage());
        }
    }
}
