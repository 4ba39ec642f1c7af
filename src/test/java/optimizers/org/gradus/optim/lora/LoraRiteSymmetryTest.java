package org.gradus.optim.lora;

import static org.gradus.optim.lora.Slopes.rite;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.linear.RealMatrix;
import org.gradus.optim.tensor.LoraPair.Layout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Changes of the problem that the product must follow, or must not show: layout, roles, rotation, length, balance. */
class LoraRiteSymmetryTest {
    private static final int M = 40;
    private static final int N = 25;
    private static final int RANK = 8;
    private static final Slopes SLOPES = Slopes.noisy(M, N, 20, 21);

    private final Random random = new Random(20);
    private final Factors start = Factors.random(M, N, RANK, random).gauged(Algebra.ofCondition(RANK, RANK, 10, random));

    @ParameterizedTest
    @EnumSource(value = DataType.class, names = {"DOUBLE", "FLOAT"})
    void bothLayoutsGiveTheSame(DataType type) {
        PairRun tall = new PairRun(rite(), Layout.ABT, type, 1, List.of(start));
        PairRun wide = new PairRun(rite(), Layout.PEFT, type, 1, List.of(start));
        double deviation = SLOPES.deviation(tall, wide);
        assertTrue(deviation < (type == DataType.DOUBLE ? 1e-12 : 1e-5), "deviation " + deviation);
    }

    /** Pairs do not see each other where nothing is clipped, and their order does not count. */
    @Test
    void eachPairGoesItsOwnWay() {
        Factors other = Factors.random(M, N, 3, random);
        PairRun together = PairRun.of(rite(), start, other);
        PairRun swapped = PairRun.of(rite(), other, start);
        PairRun alone = PairRun.of(rite(), start);
        for (int t = 0; t < 5; t++) {
            RealMatrix g = Algebra.normal(M, N, random);
            RealMatrix h = Algebra.normal(M, N, random);
            together.step(g, h);
            swapped.step(h, g);
            alone.step(g);
        }
        assertEquals(alone.z(), together.z(0));
        assertEquals(alone.z(), swapped.z(1));
        assertEquals(together.z(1), swapped.z(0));
    }

    /** Clipping is by the norm over all pairs: a long gradient of one shortens the other's. */
    @Test
    void clippingLooksAtAllPairs() {
        Factors other = Factors.random(M, N, 3, random);
        Object optimizer = rite("clipUnmagnified", 1, "eps", 1);
        PairRun quiet = PairRun.of(optimizer, start, other);
        PairRun loud = PairRun.of(optimizer, start, other);
        RealMatrix g = Algebra.normal(M, N, random);
        quiet.step(g, g.scalarMultiply(0));
        loud.step(g, g.scalarMultiply(100));
        double moved = Algebra.norm(quiet.z().subtract(start.product()));
        assertTrue(Algebra.norm(loud.z().subtract(start.product())) < 0.1 * moved);
        assertEquals(1, loud.count("clipped"));
    }

    /** With the factors exchanged the product is transposed. */
    @Test
    void theFactorsPlayTheSamePart() {
        PairRun one = PairRun.of(rite(), start);
        PairRun mirrored = PairRun.of(rite(), new Factors(start.b(), start.a()));
        for (UnaryOperator<RealMatrix> slope : SLOPES.steps()) {
            RealMatrix z = one.descend(slope).z();
            mirrored.descend(transposed -> slope.apply(transposed.transpose()).transpose());
            assertEquals(0, Algebra.gap(mirrored.z().transpose(), z), 1e-12);
        }
    }

    @Test
    void aRotatedProblemHasRotatedProducts() {
        double rite = rotated(rite());
        assertTrue(rite < 1e-12, "lora-rite: " + rite);
        double adam = rotated(Map.of("type", "adam", "lr", 0.01));
        assertTrue(adam > 1e-3, "adam: " + adam);
    }

    private double rotated(Object optimizer) {
        RealMatrix left = Algebra.orthonormal(M, M, random);
        RealMatrix right = Algebra.orthonormal(N, N, random);
        PairRun one = PairRun.of(optimizer, start);
        PairRun other = PairRun.of(optimizer, new Factors(left.multiply(start.a()), right.multiply(start.b())));
        double largest = 0;
        for (UnaryOperator<RealMatrix> slope : SLOPES.steps()) {
            RealMatrix z = left.multiply(one.descend(slope).z()).multiply(right.transpose());
            other.descend(turned -> left.multiply(slope.apply(left.transpose().multiply(turned).multiply(right)))
                    .multiply(right.transpose()));
            largest = Math.max(largest, Algebra.gap(other.z(), z));
        }
        return largest;
    }

    /** Without eps, clip and skip the length of the gradients does not count; eps sets where it begins to. */
    @Test
    void multipliedGradientsGiveTheSameTrajectory() {
        for (double factor : new double[] {0x1p-10, 0x1p20}) assertTrue(multiplied(rite("eps", 0), factor) < 1e-14);
        double little = multiplied(rite(), 1e-3);
        double much = multiplied(rite(), 1e-6);
        assertTrue(little > 1e-8 && little < 1e-3, "eps against gradients of 1e-3: " + little);
        assertTrue(much > 1e-3 && much < 1, "eps against gradients of 1e-6: " + much);
    }

    private double multiplied(Object optimizer, double factor) {
        PairRun one = PairRun.of(optimizer, start);
        PairRun other = PairRun.of(optimizer, start);
        double largest = 0;
        for (int t = 0; t < 10; t++) {
            RealMatrix g = Algebra.normal(M, N, random);
            largest = Math.max(largest, Algebra.gap(other.step(g.scalarMultiply(factor)).z(), one.step(g).z()));
        }
        return largest;
    }

    /** Both only choose the factors of the product. */
    @Test
    void balanceAndRegaugeDoNotShowInTheProduct() {
        double balanced = SLOPES.deviation(PairRun.of(rite(), start), PairRun.of(rite("balance", true), start));
        assertTrue(balanced < 1e-12, "balance: " + balanced);
        double regauged = SLOPES.deviation(PairRun.of(rite(), start), PairRun.of(rite("regauge", 2), start));
        assertTrue(regauged < 1e-10, "regauge: " + regauged);
    }

    @Test
    void balanceEqualizesTheNormsAndRegaugeTheGramMatrices() {
        Factors balanced = SLOPES.run(rite("balance", true), start).factors();
        assertEquals(1, Algebra.norm(balanced.a()) / Algebra.norm(balanced.b()), 1e-5);
        Factors regauged = SLOPES.run(rite("regauge", 2), start).factors();
        RealMatrix gram = regauged.a().transpose().multiply(regauged.a());
        assertEquals(0, Algebra.gap(regauged.b().transpose().multiply(regauged.b()), gram), 1e-10);
        double[] values = Arrays.copyOf(Algebra.singularValues(regauged.product()), RANK);
        assertArrayEquals(values, Algebra.eigenvalues(gram), 1e-10);
    }

    /** One factor at a time moves, first one, then the other. */
    @Test
    void alternateStepsMoveOneFactorEach() {
        PairRun run = PairRun.of(rite("updateOrder", "alternate-steps"), start);
        boolean upMovedBefore = false;
        for (int t = 0; t < 6; t++) {
            Factors before = run.factors();
            run.descend(SLOPES.steps().get(t));
            boolean upMoved = !run.a(0).equals(before.a());
            assertEquals(upMoved, run.b(0).equals(before.b()), "step " + (t + 1));
            if (t > 0) assertEquals(upMoved, !upMovedBefore, "step " + (t + 1));
            upMovedBefore = upMoved;
        }
    }
}
