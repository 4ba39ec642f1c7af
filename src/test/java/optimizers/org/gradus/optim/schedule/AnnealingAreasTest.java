package org.gradus.optim.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import com.fasterxml.jackson.databind.JsonNode;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.schedule.WarmupStableDecay.Decay;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class AnnealingAreasTest {
    private static final double PEAK = 3e-4;
    private static final double END = 3e-5;
    private static final int WARMUP = 2160;

    @Test
    void tinyExampleEqualsTheGoldenOneAndTheDoubleSum() {
        JsonNode golden = Golden.read("areas").get("tiny");
        double[] eta = Golden.numbers(golden.get("eta"));
        double lambda = golden.get("lambda").asDouble();
        AnnealingAreas areas = AnnealingAreas.of(eta, lambda);
        for (int s = 0; s < eta.length; s++) {
            double s2 = 0;
            for (int i = 1; i <= s; i++) {
                for (int k = 1; k <= i; k++) s2 += (eta[k - 1] - eta[k]) * Math.pow(lambda, i - k);
            }
            assertEquals(s2, areas.s2(s), 1e-12);
            assertEquals(golden.get("S1").get(s).asDouble(), areas.s1(s), 1e-12);
            assertEquals(golden.get("S2").get(s).asDouble(), areas.s2(s), 1e-12);
        }
    }

    @TestFactory
    Stream<DynamicTest> longSchedulesEqualTheGoldenOnes() {
        return StreamSupport.stream(Golden.read("areas").get("big").spliterator(), false)
                .map(row -> dynamicTest(row.get("schedule").asText(), () -> compare(row)));
    }

    private static void compare(JsonNode row) {
        Schedule schedule = switch (row.get("schedule").asText()) {
            case "cosine_24000" -> new Cosine(PEAK, END, 24_000, WARMUP, 0, false);
            case "constant_24000" -> new Constant(PEAK, WARMUP, 0);
            case "wsd_20000_24000" -> stable(Decay.EXPONENTIAL);
            case "wsdld_20000_24000" -> stable(Decay.LINEAR);
            case "wsdcon_9" -> new Multistep(PEAK, 0.3, List.of(8000L), WARMUP, 0);
            default -> throw new IllegalStateException(row.toString());
        };
        AnnealingAreas areas = AnnealingAreas.of(schedule, 24_000, row.get("lambda").asDouble(), true);
        row.get("S1").fields().forEachRemaining(point ->
                near(point.getValue().asDouble(), areas.s1(Integer.parseInt(point.getKey()))));
        row.get("S2").fields().forEachRemaining(point ->
                near(point.getValue().asDouble(), areas.s2(Integer.parseInt(point.getKey()))));
    }

    private static Schedule stable(Decay decay) {
        return new WarmupStableDecay(PEAK, END, 24_000, 4000, decay, WARMUP, 0, false);
    }

    private static void near(double expected, double actual) {
        assertEquals(expected, actual, 1e-10 * Math.max(Math.abs(expected), 1e-3));
    }

    @Test
    void oneDropTendsToItsShareOfTheLimit() {
        double[] eta = new double[2000];
        Arrays.fill(eta, 0.5);
        eta[0] = 1;
        AnnealingAreas areas = AnnealingAreas.of(eta, 0.99);
        assertEquals(0.5 * (1 - Math.pow(0.99, 10)) / 0.01, areas.s2(10), 1e-12);
        assertEquals(0.5 / 0.01, areas.s2(1999), 1e-6);
    }

    @Test
    void aWarmUpCountsAtThePeakOrAsItIs() {
        Schedule constant = new Constant(1, 10, 0);
        AnnealingAreas atPeak = AnnealingAreas.of(constant, 20, 0.9, true);
        AnnealingAreas asIs = AnnealingAreas.of(constant, 20, 0.9, false);
        assertEquals(20, atPeak.s1(19));
        assertEquals(0, atPeak.s2(19));
        assertEquals(15.5, asIs.s1(19), 1e-12);
        assertTrue(asIs.s2(19) < 0);
    }

    @Test
    void wrongInputIsNamed() {
        assertThrows(InvalidInput.class, () -> AnnealingAreas.of(new double[] {1}, 1));
        assertThrows(InvalidInput.class, () -> AnnealingAreas.of(new double[] {Double.NaN}, 0.9));
        assertThrows(InvalidInput.class, () -> AnnealingAreas.of(new Constant(1), -1, 0.9, true));
        assertThrows(InvalidInput.class, () -> AnnealingAreas.of(new double[] {1}, 0.9).s1(1));
    }
}
