package org.gradus.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CheckerTest {
    private static Result check(Claim<?> claim) {
        return new Checker(OptionalInt.empty(), 0, () -> { }).check(claim);
    }

    @Test
    void aTrueClaimIsNotFalsifiedAndItsTightestDrawIsNamed() {
        AtomicInteger progress = new AtomicInteger();
        Result result = new Checker(OptionalInt.of(12), 5, progress::incrementAndGet)
                .check(Planted.claiming(p -> Evidence.of(Inequality.exact("seed", p.seed(), 20),
                Inequality.exact("other", -1, 0))));
        assertEquals(Verdict.NOT_FALSIFIED, result.verdict());
        assertEquals("not falsified in 12 draws", result.sentence());
        assertEquals(10 / 20.0, result.tightest());
        assertEquals("seed", result.tightestName());
        assertEquals(12, progress.get());
        assertTrue(result.controlCaught());
        assertTrue(result.counterexample().isEmpty());
    }

    @Test
    void aFalseClaimIsFalsifiedAndShrunkToTheSmallestSizeThatFails() {
        Result result = check(Planted.claiming(p ->
                Evidence.of(Inequality.exact("small", p.size() >= 5 && p.seed() == 3 ? 2 : 1, 1))));
        assertEquals(Verdict.FALSIFIED, result.verdict());
        Result.Counterexample found = result.counterexample().orElseThrow();
        assertEquals(new Planted.Point(3, 5), found.instance());
        assertEquals(5, found.size());
        assertEquals(3, found.seed());
    }

    @Test
    void anInstanceOutsideTheAssumptionsIsNoCounterexample() {
        Result some = check(Planted.claiming(p -> p.seed() % 2 == 0 ? Evidence.outside("odd seeds")
                : Evidence.of(Inequality.exact("", 0, 1))));
        assertEquals("not falsified in 10 of 20 draws, 10 outside the assumptions", some.sentence());
        Result all = check(Planted.claiming(p -> Evidence.outside("nothing fits")));
        assertEquals(Verdict.OUTSIDE, all.verdict());
        assertTrue(Double.isNaN(all.tightest()));
    }

    @Test
    void whatIsNotANumberIsInconclusive() {
        assertEquals(Verdict.INCONCLUSIVE, check(Planted.claiming(p -> Evidence.of(Inequality.exact("", Double.NaN, 1))))
                .verdict());
        double infinite = Double.POSITIVE_INFINITY;
        assertEquals(Verdict.INCONCLUSIVE,
                check(Planted.claiming(p -> Evidence.of(Inequality.exact("", infinite, infinite)))).verdict());
        assertEquals(Verdict.FALSIFIED, check(Planted.claiming(p -> Evidence.of(Inequality.exact("", infinite, 1))))
                .verdict());
    }

    @Test
    void roundingIsAllowedAndNoMore() {
        double right = 0.1 + 0.2;
        assertFalse(Inequality.atMost("", right, 0.3, 4).isViolated());
        assertTrue(Inequality.exact("", right, 0.3).isViolated());
        assertTrue(Inequality.atMost("", 0.3001, 0.3, 1000).isViolated());
    }

    @Test
    void aControlThatHoldsIsMissed() {
        Planted.Point any = new Planted.Point(0, 0);
        Result result = check(new Planted(p -> Evidence.of(Inequality.exact("", 0, 1)),
                new Control<>("true after all", (seed, size) -> any, p -> Evidence.of(Inequality.exact("", 0, 1)))));
        assertFalse(result.controlCaught());
        assertEquals(Verdict.NOT_FALSIFIED, result.control().orElseThrow());
    }

    /** Twenty draws, each a sample of a true mean: single p-values below 5 % are bound to occur. */
    @Test
    void manyTestsOfATrueMeanDoNotFalsifyItButAShiftedMeanIs() {
        assertEquals(Verdict.NOT_FALSIFIED, new Checker(OptionalInt.of(400), 0, () -> { })
                .check(Planted.claiming(p ->
                Evidence.of(Expectation.equal("mean", normal(p.seed() * 100 + p.size(), 0, 50), 0)))).verdict());
        assertEquals(Verdict.FALSIFIED,
                check(Planted.claiming(p -> Evidence.of(Expectation.atMost("mean", normal(p.seed(), 0.5, 200), 0))))
                .verdict());
        assertEquals(Verdict.NOT_FALSIFIED,
                check(Planted.claiming(p -> Evidence.of(Expectation.atMost("mean", normal(p.seed(), 0.5, 200), 1))))
                .verdict());
    }

    @Test
    void sharesAreJudgedExactly() {
        assertEquals(1 - Math.pow(0.5, 10), 1 - Expectation.shareAtMost("", 10, 10, 0.5).pValue(), 1e-12);
        assertEquals(1, Expectation.shareAtMost("", 0, 10, 0.5).pValue(), 1e-12);
        assertEquals(Math.pow(0.5, 10), Expectation.shareAtLeast("", 0, 10, 0.5).pValue(), 1e-12);
        assertEquals(2 * Math.pow(0.5, 10), Expectation.shareEqual("", 0, 10, 0.5).pValue(), 1e-12);
    }

    @Test
    void aSampleTooSmallToTellIsInconclusive() {
        assertEquals(Verdict.INCONCLUSIVE,
                check(Planted.claiming(p -> Evidence.of(Expectation.shareAtMost("rare", 0, 20, 0.05)))).verdict());
        assertEquals(Verdict.INCONCLUSIVE,
                check(Planted.claiming(p -> Evidence.of(Expectation.atMost("one", new double[] {0}, 1)))).verdict());
    }

    @Test
    void holmRejectsStepByStep() {
        assertEquals(-1, Holm.threshold(List.of(0.02, 0.03), 0.03));
        assertEquals(0.01, Holm.threshold(List.of(0.5, 0.01, 0.04), 0.05));
        assertEquals(0.02, Holm.threshold(List.of(0.02, 0.01), 0.05));
    }

    private static double[] normal(long seed, double mean, int n) {
        Random random = new Random(seed);
        return IntStream.range(0, n).mapToDouble(i -> mean + random.nextGaussian()).toArray();
    }
}
