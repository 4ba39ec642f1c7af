package org.gradus.optim;

import static org.gradus.optim.Fixture.array;
import static org.gradus.optim.Fixture.assertClose;
import static org.gradus.optim.Fixture.assertSameBits;
import static org.gradus.optim.Fixture.doubles;
import static org.gradus.optim.Fixture.everything;
import static org.gradus.optim.Fixture.tensors;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradus.optim.execute.Reference;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.program.Expr;
import org.gradus.optim.program.Program;
import org.gradus.optim.program.Reduction.Scope;
import org.gradus.optim.program.Trace;
import org.gradus.optim.rule.Adam;
import org.gradus.optim.rule.BiClip;
import org.gradus.optim.rule.ClipGlobalNorm;
import org.gradus.optim.rule.Ema;
import org.gradus.optim.rule.Lamb;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.rule.Scale;
import org.gradus.optim.rule.ScheduleFree;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.rule.WeightDecay;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** How optimizers compose. */
class ChainRouteTest {
    private static final Chain DECOUPLED =
            Chain.of(ClipGlobalNorm.of(0.5), Adam.of(1), WeightDecay.of(0.1), Scale.of(0.01));

    /** Would catch stages in the wrong order, or a stage that sees the raw gradient. */
    @Test
    void aChainIsItsStagesOneAfterTheOther() {
        double[] p = {0.5, -1.5, 2};
        double[] mu = new double[3];
        double[] nu = new double[3];
        Tensors parameters = Tensors.of("p", array(DataType.DOUBLE, p, 3));
        Bound bound = DECOUPLED.bind(parameters);
        for (int t = 1; t <= 5; t++) {
            double[] g = {0.3 * t, -1, 0.2};
            bound.step(Tensors.of("p", array(DataType.DOUBLE, g, 3)));
            double norm = Math.sqrt(g[0] * g[0] + g[1] * g[1] + g[2] * g[2]);
            for (int i = 0; i < 3; i++) {
                double clipped = g[i] * Math.min(1, 0.5 / norm);
                mu[i] = 0.9 * mu[i] + 0.1 * clipped;
                nu[i] = 0.999 * nu[i] + 0.001 * clipped * clipped;
                double adam = mu[i] / (1 - Math.pow(0.9, t)) / (Math.sqrt(nu[i] / (1 - Math.pow(0.999, t))) + 1e-8);
                p[i] -= 0.01 * (adam + 0.1 * p[i]);
            }
        }
        assertClose(Map.of("p", p), doubles(parameters), 1e-13, "hand-composed");
    }

    /** Would catch a pass for each stage: here one for the norm, one that writes. */
    @Test
    void aChainIsOneUpdatePass() {
        Binding binding = Binding.of(DECOUPLED, tensors(DataType.FLOAT, 1));
        assertEquals(1, binding.groups().size());
        Program program = binding.groups().get(0).program();
        assertEquals(2, program.passes().size());
        assertEquals(Set.of(1, 2, 3), program.passes().get(1).outputs().keySet(), "the parameter, mu, nu");
    }

    /** Would catch state names that change, or that two stages share. */
    @Test
    void stagesNameTheirState() {
        Chain twice = Chain.of(Adam.of(1), Sgd.of(1), Adam.of(0.1), Ema.of(0.9));
        assertEquals(List.of("adam", "sgd", "adam-2", "ema"), twice.stages().stream().map(Chain.Stage::name).toList());
        State state = twice.init(Tensors.of("w", array(DataType.FLOAT, 1, 2)));
        assertEquals(List.of("adam/mu/w", "adam/nu/w", "adam-2/mu/w", "adam-2/nu/w", "ema/average/w"), state.arrays().names());
        Optimizer named = Optimizers.read(List.of(Map.of("type", "adam", "name", "slow"), "adam"));
        assertEquals("slow/mu/w", named.init(Tensors.of("w", array(DataType.FLOAT, 1, 2))).arrays().names().get(0));
    }

    /** Would catch values in effect that are not those of the step. */
    @Test
    void hyperparametersAreThoseOfTheLastStep() {
        Bound bound = Chain.of(Sgd.of(t -> 1.0 / (1 + t)), Scale.of(0.5)).bind(Tensors.of("w", array(DataType.FLOAT, 1, 2)));
        for (int step = 0; step < 4; step++) bound.step(Tensors.of("w", array(DataType.FLOAT, 2, 2)));
        assertEquals(Map.of("sgd/lr", 0.25, "scale/by", 0.5), bound.hyperparameters());
    }

    private static Route route() {
        return Route.when("embeddings", Parameter.named("emb*"), Sgd.of(0.1))
                .and("matrices", Parameter.matrices(), Chain.of(BiClip.of(1, 0), Lamb.of(0.01)));
    }

    private static Tensors model(DataType type, long seed) {
        return Tensors.of("emb.table", array(type, seed, 5, 4), "W", array(type, seed + 1, 3, 2), "bias", array(type, seed + 2, 6));
    }

    /** Would catch a table that does not say where each parameter goes and what it costs. */
    @Test
    void aRouteExplainsItself() {
        assertEquals("""
                emb.table  [5, 4]           embeddings   embeddings/sgd           0 bytes
                W          [3, 2]           matrices     matrices/bi-clip -> matrices/lamb 48 bytes
                bias       [6]              otherwise    frozen                   0 bytes""", route().explain(model(DataType.FLOAT, 1)));
    }

    /** Would catch a parameter stepped twice or by a later branch, or one that is frozen and moves. */
    @Test
    void theFirstBranchWinsAndTheRestIsFrozen() {
        Tensors parameters = model(DataType.DOUBLE, 1);
        Bound bound = route().bind(parameters);
        assertEquals(List.of("matrices/lamb/mu/W", "matrices/lamb/nu/W"), bound.state().arrays().names());
        bound.step(Tensors.of("emb.table", array(DataType.DOUBLE, 5, 5, 4), "W", array(DataType.DOUBLE, 6, 3, 2)));
        Tensors alone = Tensors.of("emb.table", array(DataType.DOUBLE, 1, 5, 4));
        Sgd.of(0.1).bind(alone).step(Tensors.of("emb.table", array(DataType.DOUBLE, 5, 5, 4)));
        assertSameBits(doubles(alone), doubles(Tensors.of("emb.table", parameters.get("emb.table"))), "the first branch");
        assertSameBits(Map.of("bias", doubles(model(DataType.DOUBLE, 1).get("bias"))),
                doubles(Tensors.of("bias", parameters.get("bias"))), "frozen");
        assertFalse(Arrays.equals(doubles(model(DataType.DOUBLE, 1).get("W")), doubles(parameters.get("W"))));
    }

    /** Would catch a NaN in a frozen gradient that stops training, or a gradient that it asks for. */
    @Test
    void frozenGradientsAreNotLookedAt() {
        Tensors gradients = model(DataType.DOUBLE, 5);
        gradients.get("bias").putScalar(0, Double.NaN);
        Bound bound = route().bind(model(DataType.DOUBLE, 1));
        bound.step(gradients);
        assertEquals(1, bound.state().step());
    }

    /** Would catch a norm over a branch that is called global. */
    @Test
    void wholeTreeRulesAreRejectedInsideABranch() {
        String message = "clip-global-norm goes over all parameters and cannot stand in the branch 'otherwise' of a route; "
                + "put it into a chain before the route";
        for (Optimizer inside : List.of(ClipGlobalNorm.of(1), Chain.of(ClipGlobalNorm.of(1), Sgd.of(1)),
                Chain.of(Sgd.of(1), Route.when("no", p -> false, Sgd.of(1)).otherwise(ClipGlobalNorm.of(1))))) {
            Route route = Route.when("b", Parameter.named("b"), Sgd.of(1)).otherwise(inside);
            InvalidInput e = assertThrows(InvalidInput.class, () -> route.bind(tensors(DataType.FLOAT, 1)));
            assertEquals(message, e.getMessage());
        }
    }

    /** Would catch a norm that leaves out a group or a type, or takes in what is frozen. */
    @Test
    void aGlobalNormGoesOverAllThatIsNotFrozen() {
        Optimizer optimizer = Chain.of(ClipGlobalNorm.of(1),
                Route.when("a", Parameter.named("a"), Sgd.of(1)).and("b", Parameter.named("b"), Scale.of(0.5)));
        double[] zeros = new double[2];
        Tensors parameters = Tensors.of("a", array(DataType.FLOAT, zeros, 2), "frozen", array(DataType.FLOAT, zeros, 2), "b",
                array(DataType.DOUBLE, zeros, 2));
        optimizer.bind(parameters).step(Tensors.of("a", array(DataType.FLOAT, new double[] {3, 4}, 2), "frozen",
                array(DataType.FLOAT, new double[] {1e6, 0}, 2), "b", array(DataType.DOUBLE, new double[] {0, 12}, 2)));
        assertClose(Map.of("a", new double[] {-3 / 13.0, -4 / 13.0}, "b", new double[] {0, -6 / 13.0}, "frozen", zeros),
                doubles(parameters), 1e-7, "norm 13");
        assertClose(Map.of("b", new double[] {0, -6 / 13.0}), doubles(Tensors.of("b", parameters.get("b"))), 1e-15, "float64");
    }

    /** Would catch a norm that is joined before the slower group has given its part. */
    @Test
    void branchesOfDifferentDepthWaitForEachOther() {
        for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            Optimizer optimizer = Fixture.composed();
            Tensors parameters = tensors(type, 1);
            Bound reference = new Bound(optimizer, parameters, optimizer.init(parameters), new Reference());
            Bound fused = optimizer.bind(tensors(type, 1));
            Fixture.run(reference, 4, type);
            Fixture.run(fused, 4, type);
            assertClose(everything(reference), everything(fused), type == DataType.FLOAT ? 1e-5 : 1e-12, "lamb and adam");
        }
        Tensors parameters = tensors(DataType.DOUBLE, 1);
        Tensors before = parameters.copy();
        Fixture.run(Fixture.composed().bind(parameters), 1, DataType.DOUBLE);
        double square = 0;
        for (String name : parameters.names()) {
            double[] a = doubles(before.get(name));
            double[] b = doubles(parameters.get(name));
            for (int i = 0; i < a.length; i++) square += (a[i] - b[i]) * (a[i] - b[i]);
        }
        assertTrue(Math.sqrt(square) <= 0.1 * (1 + 1e-9), "the last clip bounds the whole step");
    }

    /** Hands the gradient on, shrunk by the norm of all of them. */
    private record Look() implements Rule {
        @Override
        public Expr direction(Trace t) {
            return t.gradient().over(t.norm(t.gradient(), Scope.TREE).plus(1));
        }
    }

    /** Forgets what the stages before made of the gradient. */
    private record Parameters() implements Rule {
        @Override
        public Expr direction(Trace t) {
            return t.parameter();
        }
    }

    /** Needs a norm of its own first. */
    private record Deep() implements Rule {
        @Override
        public Expr direction(Trace t) {
            return t.parameter().over(t.norm(t.gradient(), Scope.TENSOR).plus(1));
        }
    }

    /** Would catch two groups that wait for each other for ever: each is the deeper one at one of two tree norms. */
    @Test
    void groupsThatAreDeepAtDifferentStagesDoNotWaitForEver() {
        Route first = Route.when("W", Parameter.named("W"), new Deep()).otherwise(Scale.of(1));
        Route second = Route.when("W", Parameter.named("W"), new Parameters()).otherwise(new Deep());
        Optimizer optimizer = Chain.of(first, new Look(), second, new Look(), Scale.of(0.1));
        Bound fused = optimizer.bind(tensors(DataType.DOUBLE, 1));
        Tensors parameters = tensors(DataType.DOUBLE, 1);
        Bound reference = new Bound(optimizer, parameters, optimizer.init(parameters), new Reference());
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Fixture.run(fused, 2, DataType.DOUBLE));
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Fixture.run(reference, 2, DataType.DOUBLE));
        assertClose(everything(reference), everything(fused), 1e-12, "deep and shallow");
    }

    /** Hands the gradient on as it is. */
    private record Same() implements Rule {
        @Override
        public Expr direction(Trace t) {
            return t.gradient();
        }
    }

    /** Takes a norm for the record, and hands the gradient on. */
    private record Record() implements Rule {
        @Override
        public Expr direction(Trace t) {
            t.scalar("norm", 0, old -> t.norm(t.gradient(), Scope.TREE));
            return t.gradient();
        }
    }

    /** Would catch norms that one group shares between stages and another does not: they would be joined crosswise. */
    @Test
    void aNormThatComesTwiceInOneGroupIsJoinedStageByStage() {
        Optimizer optimizer = Chain.of(new Record(),
                Route.when("W", Parameter.named("W"), new Same()).otherwise(Scale.of(3)), ClipGlobalNorm.of(1));
        Tensors parameters = Tensors.of("W", array(DataType.DOUBLE, new double[] {0}, 1), "b", array(DataType.DOUBLE, new double[] {0}, 1));
        Bound bound = optimizer.bind(parameters);
        bound.step(Tensors.of("W", array(DataType.DOUBLE, new double[] {8}, 1), "b", array(DataType.DOUBLE, new double[] {5}, 1)));
        assertClose(Map.of("W", new double[] {-8 / 17.0}, "b", new double[] {-15 / 17.0}), doubles(parameters), 1e-14, "norm 17");
        assertEquals(Math.sqrt(89), bound.state().scalars().get("Record/norm"), 1e-14);
    }

    /** Would catch a catalogue record, chain or route whose written form means something else. */
    @Test
    void whatIsWrittenReadsBackAsTheSame() {
        Fixture.catalogue().forEach((name, optimizer) -> assertEquals(optimizer, Optimizers.read(optimizer.write()), name));
        Optimizer named = new Chain(List.of(new Chain.Stage("slow", Adam.of(1)), new Chain.Stage("adam", Adam.of(0.1))));
        Route nested = Route.when("m", Parameter.matrices(), named).and("e", Parameter.named("emb.*"), Ema.of(0.9))
                .otherwise(Route.when("x", Parameter.named("x"), Sgd.of(1)));
        for (Optimizer optimizer : List.of(DECOUPLED, named, route(), nested, Fixture.composed(), Frozen.frozen(),
                Chain.of(Chain.of(Sgd.of(1), Scale.of(2)), route()),
                new Chain(List.of(new Chain.Stage("inner", Chain.of(Sgd.of(1))), new Chain.Stage("routed", route()))))) {
            assertEquals(optimizer, Optimizers.read(optimizer.write()), optimizer.toString());
        }
    }

    /** Would catch an average of a step that is not finished. */
    @Test
    void whatLooksAtTheFinishedStepMustComeLast() {
        String message = "ema must be the last stage of its chain, since it looks at the finished step, but is stage 1";
        assertEquals(message, assertThrows(InvalidInput.class, () -> Chain.of(Ema.of(0.9), Sgd.of(1))).getMessage());
        Route inside = Route.when("W", Parameter.named("W"), ScheduleFree.sgd(0.1)).otherwise(Sgd.of(1));
        assertTrue(inside.traits().contains(Trait.EVALUATION_POINT_DIFFERS));
        assertThrows(InvalidInput.class, () -> Chain.of(inside, Scale.of(1)));
    }

    /** Would catch traits of a composition that a part does not have. */
    @Test
    void aCompositionPromisesWhatAllItsPartsPromise() {
        assertEquals(Set.of(Trait.WHOLE_TREE), DECOUPLED.traits());
        assertEquals(Set.of(Trait.ELEMENTWISE, Trait.EVALUATION_POINT_DIFFERS), Chain.of(Adam.of(1), Ema.of(0.9)).traits());
        assertEquals(Set.of(Trait.ODD, Trait.ELEMENTWISE, Trait.ROTATION_EQUIVARIANT),
                Route.when("W", Parameter.named("W"), Sgd.of(1)).otherwise(Scale.of(2)).traits());
    }
}
