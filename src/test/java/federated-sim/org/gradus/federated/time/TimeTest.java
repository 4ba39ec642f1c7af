package org.gradus.federated.time;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.gradus.federated.random.Expect;
import org.gradus.federated.random.Keyed;
import org.gradus.federated.random.Purpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeTest {
    private static VirtualClock clock(double... seconds) {
        VirtualClock clock = new VirtualClock();
        for (int client = 0; client < seconds.length; client++) clock.send(seconds[client], client, 7);
        return clock;
    }

    private static List<Integer> clients(List<Arrival> arrivals) {
        return arrivals.stream().map(Arrival::client).toList();
    }

    @Test
    void waitingForAllTakesAsLongAsTheSlowest() {
        VirtualClock clock = clock(3, 1, 2, 1);
        assertEquals(List.of(1, 3, 2, 0), clients(clock.waitForAll()));
        assertEquals(3, clock.now());
        assertEquals(List.of(), clock.waitForAll());
        assertEquals(3, clock.now());
    }

    @Test
    void theLateAreDroppedAndTheDeadlineItselfIsInTime() {
        VirtualClock clock = clock(3, 1, 2);
        clock.waitFor(1);
        assertEquals(List.of(2), clients(clock.waitUntil(1)));
        assertEquals(2, clock.now());
        assertEquals(0, clock.pending());
        clock.send(1, 0, 8);
        clock.waitUntil(100);
        assertEquals(3, clock.now(), "all were there early: nobody waits for the deadline");
        clock.send(10, 0, 9);
        assertEquals(List.of(), clock.waitUntil(4));
        assertEquals(7, clock.now());
    }

    /** Buffered rounds: those not waited for stay on their way, with the round that they answer. */
    @Test
    void aBufferLeavesTheOthersOnTheirWay() {
        VirtualClock clock = clock(5, 1, 2);
        assertEquals(List.of(1, 2), clients(clock.waitFor(2)));
        assertEquals(2, clock.now());
        assertTrue(clock.pending(0));
        assertFalse(clock.pending(1));
        clock.send(4, 1, 8);
        clock.send(1, 2, 8);
        assertEquals(List.of(new Arrival(3, 2, 8), new Arrival(5, 0, 7)), clock.waitFor(2));
        assertEquals(1, clock.pending());
        assertEquals(List.of(1), clients(clock.waitFor(99)));
    }

    /** Whatever was sent before and after, a clock that was written and read goes on as the one that was not. */
    @Property(tries = 100)
    void writtenAndReadItGoesOnTheSame(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int sent) {
        Keyed random = Keyed.of(seed, 0, 0, 0, Purpose.LATENCY);
        VirtualClock clock = new VirtualClock();
        for (int i = 0; i < sent; i++) clock.send(random.nextInt(10) / 8.0, random.nextInt(5), i);
        clock.waitFor(random.nextInt(sent));
        VirtualClock resumed = VirtualClock.read(clock.write());
        List<Arrival> expected = new ArrayList<>();
        List<Arrival> actual = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            double seconds = random.nextInt(20) / 8.0;
            clock.send(seconds, i, sent);
            resumed.send(seconds, i, sent);
            expected.addAll(clock.waitFor(3));
            actual.addAll(resumed.waitFor(3));
        }
        assertEquals(expected, actual);
        assertArrayEquals(clock.write(), resumed.write());
    }

    @Test
    void timesThatCannotBeAreOneClearLine() {
        VirtualClock clock = clock(1);
        Expect.complaint("seconds of client 3 in round 8", () -> clock.send(-1, 3, 8));
        Expect.complaint("client 3", () -> clock.send(Double.NaN, 3, 8));
        Expect.complaint("client 3", () -> clock.send(Double.POSITIVE_INFINITY, 3, 8));
        Expect.complaint("deadline", () -> clock.waitUntil(Double.NaN));
        Expect.complaint("0", () -> VirtualClock.read(new double[0]));
        Expect.complaint("time of arrival", () -> VirtualClock.read(new double[] {5, 4, 0, 0}));
        Expect.complaint("client", () -> VirtualClock.read(new double[] {5, 6, 0.5, 0}));
        Expect.complaint("round", () -> VirtualClock.read(new double[] {5, 6, 1, -1}));
        Expect.complaint("time now", () -> VirtualClock.read(new double[] {Double.NaN}));
    }

    @Test
    void constantTimesAreStepsAndBytes() {
        Latency constant = Latency.parse("constant(secondsPerStep=0.5, secondsPerByte=0.25)");
        assertEquals(10 * 0.5 + 1000 * 0.25, constant.seconds(1, 2, 3, 10, 1000));
        Latency trace = Latency.parse("trace(secondsPerStep=[1, 3], secondsPerByte=[0, 0.5])");
        assertEquals(4, trace.seconds(1, 2, 0, 4, 10));
        assertEquals(17, trace.seconds(9, 9, 3, 4, 10));
        assertEquals(4, Latency.parse("trace(secondsPerStep=[1, 3])").seconds(1, 2, 2, 4, 10));
    }

    /** Both random laws have mean 1, and their variances 1 and e^{sigma^2} - 1. */
    @Test
    void randomTimesHaveTheirMeanAndVariance() {
        double sigma = 0.5;
        check(Latency.parse("exponential(secondsPerStep=2)"), 1, 8);
        double variance = Math.expm1(sigma * sigma);
        check(Latency.parse("log-normal(secondsPerStep=2, sigma=0.5)"), variance, 0.9);
    }

    private static void check(Latency latency, double variance, double varianceOfSquares) {
        int n = 100_000;
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double delay = latency.seconds(1, i / 10, i % 10, 5, 0) / 10;
            mean += delay / n;
            squares += (delay - 1) * (delay - 1) / n;
        }
        Expect.near(1, mean, Math.sqrt(variance / n));
        Expect.near(variance, squares, Math.sqrt(varianceOfSquares / n));
    }

    /** The speed of a client is its own, and the same in every round. */
    @Test
    void spreadMakesClientsDiffer() {
        Latency latency = Latency.parse("constant(spread=0.7)");
        double squares = 0;
        for (int client = 0; client < 20_000; client++) {
            double seconds = latency.seconds(5, 0, client, 1, 0);
            assertEquals(seconds, latency.seconds(5, 9, client, 1, 0));
            squares += Math.pow(Math.log(seconds), 2) / 20_000;
        }
        Expect.near(0.49, squares, 0.49 * Math.sqrt(2.0 / 20_000));
        assertNotEquals(latency.seconds(5, 0, 1, 1, 0), latency.seconds(6, 0, 1, 1, 0));
        Latency exponential = Latency.parse("exponential");
        assertNotEquals(exponential.seconds(5, 0, 1, 1, 0), exponential.seconds(5, 1, 1, 1, 0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            constant(secondsPerStep=-1)                       | secondsPerStep
            constant(secondsPerByte=NaN)                      | secondsPerByte
            exponential(spread=Infinity)                      | spread
            log-normal(sigma=-1)                              | sigma
            trace                                             | secondsPerStep
            trace(secondsPerStep=[])                          | secondsPerStep
            trace(secondsPerStep=[1, -1])                     | secondsPerStep
            trace(secondsPerStep=[1, 2, 3], secondsPerByte=[1, 2]) | secondsPerByte
            lognormal                                         | did you mean 'log-normal'
            """)
    void aWrongOptionIsNamedInOneLine(String spec, String named) {
        String complaint = Expect.complaint(() -> Latency.parse(spec));
        assertTrue(complaint.contains(named), complaint);
    }
}
