package org.gradus.optim.lora;

import static org.gradus.optim.lora.Slopes.rite;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.gradus.optim.tensor.LoraPair.Layout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Where a factor is zero or lacks rank, a singular value is tiny, or a gradient is skipped. */
class LoraRiteDegenerateTest {
    private static final RealMatrix GENERIC = Golden.matrix(Golden.RITE.required("invariance").required("R"));

    /** The partner of a zero factor stays the same to the bit, and its first step counts the shared t. */
    @ParameterizedTest
    @EnumSource(Layout.class)
    void aZeroFactorHoldsItsPartnerForOneStep(Layout layout) {
        int n = 9;
        Random random = new Random(1);
        Factors start = Factors.zeroUp(12, n, 3, random);
        double lr = 0.01;
        PairRun run = new PairRun(rite("lr", lr, "eps", 1e-9), layout, DataType.DOUBLE, 1, List.of(start));
        run.step(Algebra.normal(12, n, random));
        assertEquals(start.b(), run.b(0));
        Factors before = run.factors();
        run.step(Algebra.normal(12, n, random));
        RealMatrix ofDown = before.a().multiply(run.b(0).subtract(before.b()).transpose());
        double expected = (1 - 0.9 * 0.1 / (1 - 0.81)) / Math.sqrt(1 - 0.999 * 0.001 / (1 - 0.998001));
        assertEquals(0.744137, expected, 1e-6);
        for (double value : Arrays.copyOf(Algebra.singularValues(ofDown), 3)) {
            assertEquals(expected * lr * Math.sqrt(n), value, 1e-5 * lr * Math.sqrt(n));
        }
    }

    /** Nothing moves, and it shows. */
    @Test
    void skippedGradientsMoveNothingAndAreCounted() {
        JsonNode c = Golden.RITE.required("cases").required("official_quadratic_skipped");
        PairRun run = PairRun.of(GoldenCase.options(c), Golden.factors(c));
        for (int t = 0; t < 2; t++) run.step(GoldenCase.gradient(c, t, run.z()));
        assertEquals(Golden.factors(c), run.factors());
        assertEquals(4, run.count("skipped"));
        assertEquals(0, run.count("clipped"));
    }

    @Test
    void theGoldenLowRankStart() {
        JsonNode golden = Golden.RITE.required("low_rank_start");
        RealMatrix b = Golden.input("B0");
        Factors start = new Factors(MatrixUtils.createRealMatrix(4, 2), b);
        PairRun run = PairRun.of(rite("lr", 0.05), start);
        PairRun gauged = PairRun.of(rite("lr", 0.05), start.gauged(GENERIC));
        PairRun byFactor = PairRun.of(rite("lr", 0.05, "inverse", "pinv-r"), start);
        PairRun byFactorGauged = PairRun.of(rite("lr", 0.05, "inverse", "pinv-r"), start.gauged(GENERIC));
        for (int t = 0; t < 6; t++) {
            RealMatrix u = column(golden.required("u_list").get(t));
            RealMatrix v = column(golden.required("v_list").get(t));
            RealMatrix g = u.multiply(v.transpose()).scalarMultiply(0.5);
            JsonNode step = golden.required("steps").get(t);
            run.step(g);
            assertEquals(0, Algebra.distance(run.a(0), Golden.matrix(step.required("A"))), 1e-9, "A, step " + (t + 1));
            assertEquals(0, Algebra.distance(run.b(0), Golden.matrix(step.required("B"))), 1e-9, "B, step " + (t + 1));
            assertEquals(0, Algebra.distance(run.z(), Golden.matrix(step.required("Z"))), 1e-9, "Z, step " + (t + 1));
            if (t == 0) {
                assertArrayEquals(new double[] {0.05 * Math.sqrt(4), 0, 0}, Algebra.singularValues(run.z()), 1e-6);
            }
            assertEquals(0, Algebra.gap(gauged.step(g).z(), run.z()), 1e-9);
            double deviation = Algebra.gap(byFactorGauged.step(g).z(), byFactor.step(g).z());
            assertEquals(golden.required("rel_dev_PINV_R").get(t).asDouble(), deviation, t == 0 ? 1e-9 : 1e-6);
        }
    }

    private static RealMatrix column(JsonNode values) {
        RealMatrix column = MatrixUtils.createRealMatrix(values.size(), 1);
        for (int i = 0; i < values.size(); i++) column.setEntry(i, 0, values.get(i).asDouble());
        return column;
    }

    /** Gradients of rank 1 from a zero factor: noise directions must not enter the factors and be inverted later. */
    @ParameterizedTest
    @EnumSource(value = DataType.class, names = {"DOUBLE", "FLOAT"})
    void aLongLowRankStartDoesNotExplode(DataType type) {
        Factors start = Factors.zeroUp(64, 48, 8, new Random(2));
        PairRun run = new PairRun(rite("lr", 0.05), Layout.PEFT, type, 1, List.of(start));
        Slopes.ofRankOne(64, 48, 100, 3).steps().forEach(slope -> {
            Factors before = run.factors();
            run.descend(slope);
            assertTrue(Algebra.norm(run.a(0)) < 1e3 && Algebra.norm(run.b(0)) < 1e3, "the factors explode");
            assertTrue(!run.a(0).equals(before.a()), "a step is lost");
        });
    }

    /** The pseudo-inverse of a factor breaks invariance by the second-order part; the core's does not. */
    @ParameterizedTest
    @ValueSource(strings = {"0.04", "0.02", "0.01"})
    void onAFactorWithoutFullRankOnlyTheCoreIsInvariant(String lr) {
        JsonNode ratios = Golden.RITE.required("rank_deficient").required("ratio_by_lr").required(lr);
        double rate = Double.parseDouble(lr);
        assertEquals(ratios.required("PINV_R").asDouble(), violation(rite("lr", rate, "inverse", "pinv-r")), 1e-6);
        double byCore = violation(rite("lr", rate));
        assertTrue(byCore < 1e-12, "core: " + byCore);
    }

    private static double violation(Object optimizer) {
        RealMatrix b = Golden.input("B0");
        b.setColumnMatrix(1, b.getColumnMatrix(0).scalarMultiply(0.5));
        Factors start = new Factors(Golden.input("A0"), b);
        RealMatrix z = start.product();
        RealMatrix g = z.subtract(Golden.input("T")).scalarMultiply(0.1);
        RealMatrix here = PairRun.of(optimizer, start).step(g).z();
        RealMatrix there = PairRun.of(optimizer, start.gauged(GENERIC)).step(g).z();
        return Algebra.norm(there.subtract(here)) / Algebra.norm(here.subtract(z));
    }

    /** With m = n = r = 1 and no moments z goes to (z - lr sign g)² / z, and jumps where it should pass zero. */
    @Test
    void aScalarJumpsOverZero() {
        RealMatrix one = MatrixUtils.createRealIdentityMatrix(1);
        PairRun run = PairRun.of(rite("lr", 0.03, "beta1", 0, "beta2", 0, "eps", 0), new Factors(one, one));
        for (JsonNode z : Golden.RITE.required("scalar_barrier").required("z")) {
            run.descend(x -> x.add(one));
            double expected = z.asDouble();
            assertEquals(expected, run.z().getEntry(0, 0), 1e-9 * Math.abs(expected));
        }
    }

    @Test
    void theGuardDropsAStepThatIsMostlySecondOrder() {
        JsonNode golden = Golden.RITE.required("second_order_guard");
        Factors start = Golden.factors(golden);
        RealMatrix target = Golden.input("T");
        for (boolean guard : new boolean[] {false, true}) {
            Map<String, Object> options = rite("lr", 0.05, "secondOrderGuard", guard ? 1 : 0);
            PairRun run = PairRun.of(options, start);
            PairRun gauged = PairRun.of(options, start.gauged(GENERIC));
            int fired = 0;
            for (JsonNode step : golden.required(guard ? "guard_on" : "guard_off")) {
                if (guard) fired += step.required("fired").asBoolean() ? 1 : 0;
                RealMatrix z = Golden.matrix(step.required("Z"));
                run.step(run.z().subtract(target));
                gauged.step(gauged.z().subtract(target));
                assertEquals(0, Algebra.gap(run.z(), z), 1e-9, "guard " + guard);
                if (guard) assertEquals(0, Algebra.gap(gauged.z(), run.z()), 1e-10);
                assertEquals(fired, run.count("guarded"));
            }
        }
    }
}
