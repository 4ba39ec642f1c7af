package org.gradus.optim.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.gradus.optim.schedule.WarmupStableDecay.Decay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the schedules promise about their curves, and how they relate to each other. */
class ScheduleShapeTest {
    private static final int T = 60;
    private static final int W = 7;

    @Test
    void warmUpRisesInALineToThePeak() {
        Schedule s = Schedule.parse("cosine(peak=0.5, steps=60, warmup=4, start=0.1)");
        assertEquals(0.2, s.at(0), 1e-15);
        assertEquals(0.3, s.at(1), 1e-15);
        assertEquals(0.4, s.at(2), 1e-15);
        assertEquals(0.5, s.at(3));
        assertEquals(0.5, s.at(4));
        assertTrue(s.at(5) < 0.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linear", "cosine", "polynomial", "rex", "uba"})
    void theEndIsReachedAfterTheLastUpdateOrByIt(String type) {
        Schedule open = Schedule.parse(type + "(peak=0.3, end=0.01, steps=60, warmup=7)");
        Schedule closed = Schedule.parse(type + "(peak=0.3, end=0.01, steps=60, warmup=7, endInclusive=true)");
        assertTrue(open.at(T - 1) > 0.01);
        for (long t : List.of((long) T, T + 1L, 1L << 40, Long.MAX_VALUE)) assertEquals(0.01, open.at(t));
        for (long t : List.of(T - 1L, (long) T, Long.MAX_VALUE)) assertEquals(0.01, closed.at(t));
        assertEquals(0.3, closed.at(W));
    }

    @Test
    void ubaWithPhi2IsCosine() {
        Schedule uba = new Uba(0.3, 0.01, T, 2, W, 0, false);
        Schedule cosine = new Cosine(0.3, 0.01, T, W, 0, false);
        for (int t = 0; t < T + 5; t++) assertEquals(cosine.at(t), uba.at(t), 1e-15);
    }

    @Test
    void polynomialWithPower1IsLinear() {
        Schedule polynomial = new Polynomial(0.3, 0.01, T, 1, W, 0.02, true);
        Schedule linear = new Linear(0.3, 0.01, T, W, 0.02, true);
        for (int t = 0; t < T + 5; t++) assertEquals(linear.at(t), polynomial.at(t));
    }

    @Test
    void decayOverAllThatFollowsTheWarmUpIsLinearOrCosine() {
        for (boolean inclusive : new boolean[] {false, true}) {
            Schedule linear = new Linear(0.3, 0.01, T, W, 0, inclusive);
            Schedule cosine = new Cosine(0.3, 0.01, T, W, 0, inclusive);
            for (int t = 0; t < T + 5; t++) {
                assertEquals(linear.at(t), decaying(Decay.LINEAR, inclusive).at(t));
                assertEquals(cosine.at(t), decaying(Decay.COSINE, inclusive).at(t));
            }
        }
    }

    private static Schedule decaying(Decay decay, boolean inclusive) {
        return new WarmupStableDecay(0.3, 0.01, T, T - W, decay, W, 0, inclusive);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linear", "cosine", "one-minus-sqrt", "exponential"})
    void plateauIsThePeakUntilTheDecay(String decay) {
        Schedule s = Schedule.parse("warmup-stable-decay(peak=0.3, end=1e-3, steps=60, decaySteps=12, warmup=7, decay="
                + decay + ")");
        for (int t = W; t <= T - 12; t++) assertEquals(0.3, s.at(t));
        assertTrue(s.at(T - 11) < 0.3);
        assertEquals(1e-3, s.at(T), 1e-18);
    }

    @Test
    void rexIsAboveLinearIsAboveTheSquare() {
        Schedule rex = new Rex(1, 0, T, W, 0, false);
        Schedule linear = new Linear(1, 0, T, W, 0, false);
        Schedule square = new Polynomial(1, 0, T, 2, W, 0, false);
        for (int t = 0; t < T + 5; t++) {
            assertTrue(rex.at(t) >= linear.at(t));
            assertTrue(linear.at(t) >= square.at(t));
        }
    }

    @Test
    void oneCycleRisesToThePeakAndHoldsItsLastValue() {
        OneCycle s = (OneCycle) Schedule.parse("one-cycle(peak=1, steps=100, pctStart=0.25)");
        assertEquals(1 / 25.0, s.at(0), 1e-15);
        assertEquals(1, s.at(24), 1e-15);
        assertEquals(1 / 25e4, s.at(99), 1e-18);
        assertEquals(s.at(99), s.at(100));
        assertEquals(s.at(99), s.at(Long.MAX_VALUE));
    }

    @Test
    void inverseSqrtMeetsItsWarmUp() {
        Schedule s = new InverseSqrt(0.5, 10, 0);
        assertEquals(0.5, s.at(9));
        assertEquals(0.25, s.at(39), 1e-16);
    }

    @Test
    void powerIsALawOfTheUpdateCountedFromOne() {
        Schedule rising = new Power(2, 0.5, 0, 0);
        assertEquals(2, rising.at(0));
        assertEquals(4, rising.at(3));
        Schedule warmed = new Power(2, 0.5, 4, 0);
        assertEquals(1, warmed.at(0));
        assertEquals(4, warmed.at(3));
        assertEquals(6, warmed.at(8));
    }

    @Test
    void multistepFallsAtItsMilestones() {
        Schedule s = new Multistep(1, 0.5, List.of(3L, 5L), 1, 0);
        assertEquals(1, s.at(2));
        assertEquals(0.5, s.at(3));
        assertEquals(0.25, s.at(5));
    }

    @Test
    void ubaHasItsIdentities() {
        for (JsonNode row : Golden.read("uba_identities")) {
            double phi = row.get("phi").asDouble();
            Uba curve = new Uba(1, 0, 1_000_000, phi, 0, 0, false);
            double sum = 0;
            for (int t = 0; t < 1_000_000; t++) sum += curve.at(t);
            assertEquals(row.get("mean_normalised_T1e6").asDouble(), sum / 1e6, 1e-12);
            assertEquals(1 / (1 + Math.sqrt(phi / 2)), sum / 1e6, 1e-6);
            assertEquals(row.get("closed_form_mean").asDouble(), 1 / (1 + Math.sqrt(phi / 2)), 1e-15);
            assertEquals(2 / (2 + phi), curve.value(0.5), 1e-15);
            Uba shorter = new Uba(1, 0, 1000, phi, 0, 0, false);
            row.get("T1000_checkpoints").fields().forEachRemaining(point ->
                    assertEquals(point.getValue().asDouble(), shorter.at(Long.parseLong(point.getKey())), 2e-15));
            // The tangent form of the same curve, spec section 2.
            for (int t = 0; t < 1000; t++) {
                double tangent = Math.tan(Math.PI * t / 2000);
                assertEquals(1 / (1 + phi / 2 * tangent * tangent), shorter.at(t), 2e-15);
            }
            assertEquals(1 - phi * Math.PI * Math.PI * 1e-6 / 8, curve.value(1e-3), 1e-9 * (1 + phi * phi));
            assertEquals(Math.PI * Math.PI / (2 * phi) * 1e-6, curve.value(1 - 1e-3), 1e-9 * (1 + 10 / (phi * phi)));
            assertEquals(0, curve.value(1));
        }
    }

    @Test
    void ubaFallsWithPhi() {
        double[] phis = {0.1, 0.25, 0.5, 1, 2, 5, 10, 20};
        for (int i = 1; i < phis.length; i++) {
            Uba slower = new Uba(1, 0, T, phis[i - 1], 0, 0, false);
            Uba faster = new Uba(1, 0, T, phis[i], 0, 0, false);
            for (int t = 1; t < T; t++) assertTrue(faster.at(t) < slower.at(t));
        }
    }
}
