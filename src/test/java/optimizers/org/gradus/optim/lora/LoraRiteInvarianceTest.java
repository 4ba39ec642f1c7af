package org.gradus.optim.lora;

import static org.gradus.optim.lora.Slopes.rite;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.RealMatrix;
import org.gradus.optim.tensor.LoraPair;
import org.gradus.optim.tensor.LoraPair.Layout;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The products move alike from (A, B) and from (A R, B R⁻ᵀ), and what is known to break that does break it. */
class LoraRiteInvarianceTest {
    private static final int M = 40;
    private static final int N = 25;
    private static final int RANK = 8;
    private static final Slopes SLOPES = Slopes.noisy(M, N, 50, 12);

    private final Random random = new Random(11);
    private final Factors start = Factors.random(M, N, RANK, random);
    private final RealMatrix gauge = Algebra.ofCondition(RANK, RANK, 10, random);

    static Stream<Map<String, Object>> invariantOptions() {
        return Stream.of(rite(), rite("preset", "official", "skipRms", 0), rite("preset", "official", "skipRms", 1.05),
                rite("preset", "paper", "lr", 0.1), rite("preset", "paper-ema"), rite("escape", true), rite("eps", 0.1),
                rite("epsRoot", 0.1), rite("precondRelCutoff", 0.05), rite("clipUnmagnified", 3), rite("capRms", 0.2),
                rite("weightDecay", 0.1), rite("balance", true), rite("regauge", 3), rite("secondOrderGuard", 1),
                rite("secondOrderGuard", 0.001), rite("updateOrder", "alternate-steps"), rite("lrRatio", 4),
                rite("inverse", "pinv-r"));
    }

    @ParameterizedTest
    @MethodSource("invariantOptions")
    void theProductIsTheSameFromEveryPointOfAnOrbit(Map<String, Object> options) {
        double deviation = SLOPES.deviation(options, start, gauge);
        assertTrue(deviation < 1e-12, options + ": " + deviation);
    }

    /** Rounding grows with the condition number of the gauge, and no faster: bases come from a QR, not from AᵀA. */
    @ParameterizedTest
    @ValueSource(doubles = {1e2, 1e4, 1e6, 1e8})
    void ofAnIllConditionedGaugeOnlyRoundingShows(double condition) {
        double deviation = SLOPES.deviation(rite(), start, Algebra.ofCondition(RANK, RANK, condition, random));
        assertTrue(deviation < 1e-15 * condition, "deviation " + deviation);
    }

    @ParameterizedTest
    @MethodSource("invariantOptions")
    void aChangeOfGaugeBetweenStepsLeavesTheStateValid(Map<String, Object> options) {
        Factors small = Factors.random(12, 9, 4, random);
        PairRun still = PairRun.of(options, small);
        PairRun turned = PairRun.of(options, small);
        for (UnaryOperator<RealMatrix> slope : Slopes.noisy(12, 9, 20, 14).steps()) {
            turned.put(turned.factors().gauged(Algebra.ofCondition(4, 4, 5, random)));
            double gap = Algebra.gap(turned.descend(slope).z(), still.descend(slope).z());
            assertTrue(gap < 1e-10, options + ": " + gap);
        }
    }

    /** The golden start and changes of gauge, with Z to 1e-13. */
    @Test
    void theGoldenChangesOfGauge() {
        JsonNode golden = Golden.RITE.required("invariance");
        JsonNode c = Golden.RITE.required("cases").required("toolkit_quadratic");
        RealMatrix r = Golden.matrix(golden.required("R"));
        RealMatrix r2 = Golden.matrix(golden.required("R2"));
        List<RealMatrix> schedule = List.of(r, r2, Algebra.inverse(r), r);
        PairRun still = PairRun.of(GoldenCase.options(c), Golden.factors(c));
        PairRun elsewhere = PairRun.of(GoldenCase.options(c), Golden.factors(c).gauged(r));
        PairRun turned = PairRun.of(GoldenCase.options(c), Golden.factors(c));
        for (int t = 0; t < 5; t++) {
            if (t > 0) turned.put(turned.factors().gauged(schedule.get(t - 1)));
            RealMatrix z = Golden.matrix(c.required("steps").get(t).required("Z"));
            for (PairRun run : List.of(still, elsewhere, turned)) {
                run.step(GoldenCase.gradient(c, t, run.z()));
                assertEquals(0, Algebra.gap(run.z(), z), 1e-13);
            }
        }
        assertEquals(0, Algebra.gap(turned.z(), Golden.matrix(golden.required("Z_final"))), 1e-13);
    }

    /** Up is zero; gradients have full rank. */
    @Test
    void itHoldsFromAZeroFactor() {
        double deviation = SLOPES.deviation(rite(), Factors.zeroUp(M, N, RANK, random), gauge);
        assertTrue(deviation < 1e-11, "deviation " + deviation);
    }

    /** Up is zero and the first gradients have rank 1: the product passes through every rank on its way. */
    @Test
    void itHoldsThroughALowRankStart() {
        Slopes slopes = Slopes.ofRankOne(M, N, 20, 17);
        Factors zero = Factors.zeroUp(M, N, RANK, random);
        double byCore = slopes.deviation(rite("lr", 0.05), zero, gauge);
        assertTrue(byCore < 1e-9, "deviation " + byCore);
        double byFactor = slopes.deviation(rite("lr", 0.05, "inverse", "pinv-r"), zero, gauge);
        assertTrue(byFactor > 1e-6, "the pseudo-inverse of a factor knows its gauge, but deviates by " + byFactor);
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void inFloat32ItHoldsToRounding(Layout layout) {
        PairRun one = new PairRun(rite(), layout, DataType.FLOAT, 1, List.of(start));
        PairRun other = new PairRun(rite(), layout, DataType.FLOAT, 1, List.of(start.gauged(gauge)));
        double deviation = SLOPES.deviation(one, other);
        assertTrue(deviation < 1e-5, "deviation " + deviation);
    }

    /** The deviation where the caller changes gradients, given the factors, before the optimizer sees them. */
    private double deviation(Object optimizer, BinaryOperator<Tensors> change) {
        PairRun one = PairRun.of(optimizer, start);
        PairRun other = PairRun.of(optimizer, start.gauged(gauge));
        double largest = 0;
        for (UnaryOperator<RealMatrix> slope : SLOPES.steps()) {
            for (PairRun run : List.of(one, other)) {
                run.bound().step(change.apply(run.gradients(slope.apply(run.z())), run.bound().parameters()));
            }
            largest = Math.max(largest, Algebra.gap(other.z(), one.z()));
        }
        return largest;
    }

    private static Tensors decayed(Tensors gradients, Tensors parameters) {
        LoraPair gradient = gradients.pairs().get(0);
        LoraPair point = parameters.pairs().get(0);
        gradient.up().addi(point.up().mul(0.1));
        gradient.down().addi(point.down().mul(0.1));
        return gradients;
    }

    private static Tensors clipped(Tensors gradients, Tensors parameters) {
        for (INDArray gradient : gradients.values()) {
            gradient.muli(1 / Math.max(1, Algebra.norm(Algebra.matrix(gradient)) / 10));
        }
        return gradients;
    }

    /** Would catch a check of invariance that anything passes. */
    @Test
    void whatDependsOnTheFactorsBreaksIt() {
        double none = deviation(rite(), (gradients, parameters) -> gradients);
        assertTrue(none < 1e-12, "nothing changed: " + none);
        double adam = deviation(Map.of("type", "adam", "lr", 0.01), (gradients, parameters) -> gradients);
        assertTrue(adam > 1e-3, "adam: " + adam);
        double decay = deviation(rite(), LoraRiteInvarianceTest::decayed);
        assertTrue(decay > 1e-3, "decay in the gradient: " + decay);
        double clipping = deviation(rite(), LoraRiteInvarianceTest::clipped);
        assertTrue(clipping > 1e-3, "clipping of raw gradients: " + clipping);
    }
}
