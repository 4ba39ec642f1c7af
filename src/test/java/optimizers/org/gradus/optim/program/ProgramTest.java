package org.gradus.optim.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.gradus.optim.Fixture;
import org.gradus.optim.Rule;
import org.gradus.optim.program.Reduction.Scope;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What tracing makes of a formula. */
class ProgramTest {
    private static Program trace(Function<Trace, Expr> direction) {
        return Program.of(Map.of("x", direction));
    }

    private static Program of(String spec) {
        return Fixture.program(Optimizers.read(spec));
    }

    private static int count(Program program, Op op) {
        return (int) program.nodes().stream().filter(n -> n.op() == op).count();
    }

    /** Would catch work done twice: equal expressions, also with their sides swapped, are one node. */
    @Test
    void equalExpressionsAreOneNode() {
        Program program = trace(t -> {
            Expr once = t.gradient().times(t.parameter());
            Expr again = t.parameter().times(t.gradient());
            return once.plus(again.sqrt()).plus(once.sqrt());
        });
        assertEquals(1, count(program, Op.MULTIPLY));
        assertEquals(1, count(program, Op.SQRT));
        assertEquals(1, count(program, Op.GRADIENT));
    }

    /** Would catch constants that are computed at every step, or no-operations that are computed at all. */
    @Test
    void constantsAreFolded() {
        Program program = trace(t -> {
            Expr six = t.constant(2).times(t.constant(3)).plus(t.constant(4).sqrt()).power(t.constant(2)).over(64).plus(5);
            Expr same = t.gradient().times(1).plus(0).over(1).minus(0);
            return same.times(six.minus(6)).plus(t.gradient().ifLess(t.constant(0), same, same));
        });
        assertEquals(0, count(program, Op.POWER) + count(program, Op.SQRT) + count(program, Op.DIVIDE) + count(program, Op.SELECT));
        assertEquals("p <- p - (g + 0 * g)", program.formula());
    }

    /** Would catch folding that changes the sign of zero in a division. */
    @Test
    void zerosOfBothSignsStayApart() {
        Program program = trace(t -> t.constant(-0.0).times(t.step()).plus(t.constant(0.0).times(t.step())).times(t.gradient()));
        assertEquals(2, program.nodes().stream().filter(n -> n.op() == Op.CONSTANT && n.value() == 0).count());
    }

    /** Would catch a division for each element where one a step will do. */
    @Test
    void divisionByAUniformBecomesOneReciprocal() {
        Program program = trace(t -> t.gradient().over(t.step().plus(2)));
        Node division = program.nodes().stream().filter(n -> n.op() == Op.DIVIDE).findFirst().orElseThrow();
        assertTrue(division.uniform());
        assertEquals("p <- p - g / (t + 2)", program.formula());
    }

    /** Would catch uniform factors that are multiplied for each element: (g u) v is g (u v). */
    @Test
    void uniformFactorsAreGathered() {
        Program program = trace(t -> t.gradient().times(t.step()).times(t.schedule("lr", Schedule.constant(1))).over(t.elements()));
        assertEquals(of("sgd(lr=1)").operationsPerElement(), program.operationsPerElement());
    }

    /** Would catch a formula that no longer says what the rule does; these texts are what users read. */
    @Test
    void formulasReadAsInAPaper() {
        assertEquals("p <- p - lr * g", of("sgd(lr=1)").formula());
        assertEquals("""
                buffer <- g + momentum * buffer
                p <- p - lr * (g + momentum * buffer)""", of("sgd(lr=1, momentum=0.9, nesterov=true)").formula());
        assertEquals("""
                mu <- mu + 0.1 * (g - mu)
                nu <- nu + 0.001 * (g^2 - nu)
                p <- p - mu * (lr / (1 - 0.9^t)) / (sqrt(nu / (1 - 0.999^t)) + 1e-8)""", of("adam").formula());
        assertEquals("""
                mu <- mu + 0.01 * (g - mu)
                p <- p - lr * sign(mu.old + 0.1 * (g - mu.old))""", of("lion").formula());
        assertEquals("""
                mu <- mu + 0.1 * (g - mu)
                nu <- nu + 0.001 * (g^2 - nu)
                x1 = mu / (1 - 0.9^t) / (sqrt(nu / (1 - 0.999^t)) + 1e-6)
                p <- p - x1 * (lr * ((norm(p) / norm(x1) where 0 < norm(x1), else 1) where 0 < norm(p), else 1))""",
                of("lamb").formula());
        assertEquals("""
                accumulator[axis] <- accumulator[axis] + max over slice of g^2
                p <- p - lr * (g / (sqrt(cover(accumulator)) + 1e-8))""", of("sm3(variant=I)").formula());
        assertEquals("""
                accumulator[axis] <- max over slice of (g^2 + cover(accumulator))
                p <- p - lr * (g / (sqrt(g^2 + cover(accumulator)) + 1e-8))""", of("sm3(variant=II)").formula());
        assertEquals("""
                largestRate <- max(lr, largestRate)
                weightSum <- largestRate^2 + weightSum
                z <- z - lr * g
                x1 = (largestRate^2 / weightSum where 0 < weightSum, else 0)
                p <- p - ((p - z.old) * x1 + g * (lr * (1 - 0.9 * (1 - x1))))""",
                of("schedule-free(lr=1, variant=sgd)").formula());
    }

    /** Would catch names that mean two things: each stage of a chain has its own moments and rates. */
    @Test
    void stagesOfAChainAreToldApart() {
        Map<String, Function<Trace, Expr>> stages = new LinkedHashMap<>();
        stages.put("first", ((Rule) Optimizers.read("sign-sgd(momentum=0.5)"))::direction);
        stages.put("last", ((Rule) Optimizers.read("sign-sgd(momentum=0.75)"))::direction);
        assertEquals("""
                first.mu <- first.mu + 0.5 * (g - first.mu)
                last.mu <- last.mu + 0.25 * (first.lr * sign(first.mu) - last.mu)
                p <- p - last.lr * sign(last.mu)""", Program.of(stages).formula());
    }

    /** Would catch a wrong count in the catalogue; the last column counts the pass that looks at the gradient too. */
    @ParameterizedTest
    @CsvSource({"sgd(lr=1), 0, 16, 2, false", "'sgd(lr=1, momentum=0.9)', 4, 24, 2, false", "adam, 8, 32, 2, false",
        "adamw, 8, 32, 2, true", "amsgrad, 12, 40, 2, false", "lion, 4, 24, 2, false", "lamb, 8, 44, 2, true",
        "schedule-free(lr=1), 8, 32, 2, true", "ema, 4, 24, 2, true", "clip-norm(maxNorm=1), 0, 16, 2, false"})
    void bytesAndPassesOfKnownRules(String spec, int state, int traffic, int passes, boolean parameter) {
        Program program = of(spec);
        assertEquals(state, program.stateBytesPerElement(4));
        assertEquals(2 * state, program.stateBytesPerElement(8));
        assertEquals(traffic, program.trafficBytesPerElement(4));
        assertEquals(passes, program.passes().size());
        assertEquals(parameter, program.needsParameter());
    }

    /** Would catch operations of the host that are counted, or any left out; the look at the gradient counts as one. */
    @Test
    void operationsAreThoseOfOneElement() {
        assertEquals(1 + 2, of("sgd(lr=1)").operationsPerElement(), "lr * g, p - that");
        assertEquals(1 + 3 + 4 + 6, of("adam").operationsPerElement(), "mu, nu, the rest");
    }

    /** Would catch a reduction that runs before what it rests on. */
    @Test
    void reductionsHaveTheLevelOfWhatTheyRestOn() {
        Program program = trace(t -> {
            Expr unit = t.gradient().over(t.norm(t.gradient(), Scope.TENSOR));
            Expr largest = t.max(unit, Scope.TENSOR);
            Expr sum = t.sum(unit.times(largest), Scope.TENSOR);
            Expr early = t.sum(t.parameter(), Scope.TENSOR);
            return unit.times(sum).times(early);
        });
        assertEquals(List.of(0, 1, 2, 0), program.reductions().stream().map(Reduction::level).toList());
        assertEquals(4, program.passes().size());
    }

    /** Would catch a NaN that no pass looks for: a norm of the gradient shows it, otherwise a sum is added. */
    @Test
    void everyProgramLooksAtItsGradient() {
        assertEquals(1, of("sgd(lr=1)").reductions().size());
        assertEquals(1, of("clip-norm(maxNorm=1)").reductions().size());
        assertEquals(3, of("lamb").reductions().size());
    }

    /** Would catch two slots that silently share memory. */
    @Test
    void aSlotCannotBeDefinedTwice() {
        assertMessage("state x/mu is defined twice", t -> {
            t.state("mu", m -> m.plus(t.gradient()));
            return t.copyOfParameter("mu", m -> m);
        });
    }

    /** Would catch an expression that reads another graph's node of the same number. */
    @Test
    void expressionsOfTwoTracesCannotBeMixed() {
        Expr[] kept = new Expr[1];
        trace(t -> kept[0] = t.gradient());
        assertMessage("expressions of two traces cannot be mixed", t -> t.gradient().plus(kept[0]));
        assertMessage("expressions of two traces cannot be mixed", t -> t.state("s", s -> kept[0]));
        assertMessage("expressions of two traces cannot be mixed", t -> t.gradient().times(t.norm(kept[0], Scope.TREE)));
    }

    /** Would catch a number for all parameters that is really that of the first one. */
    @Test
    void aScalarCannotDependOnElementOrTensor() {
        String message = "scalar state s must not depend on the element or the tensor";
        assertMessage(message, t -> t.gradient().times(t.scalar("s", 0, s -> t.gradient())));
        assertMessage(message, t -> t.gradient().times(t.scalar("s", 0, s -> t.norm(t.gradient(), Scope.TENSOR))));
        assertMessage(message, t -> t.gradient().times(t.scalar("s", 0, s -> s.plus(t.elements()))));
        assertFalse(trace(t -> t.gradient().times(t.scalar("s", 0, s -> t.norm(t.gradient(), Scope.TREE)))).slots().isEmpty());
    }

    /** Would catch a transcendental function of an element, which executors do not have. */
    @Test
    void aPowerOfAnElementIsRefused() {
        assertMessage("a power of an element is not an operation of a Program: use times and sqrt",
                t -> t.gradient().power(t.constant(3)));
    }

    private static void assertMessage(String message, Function<Trace, Expr> rule) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> trace(rule)).getMessage());
    }
}
