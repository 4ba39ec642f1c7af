package org.gradus.federated.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.gradus.federated.random.Expect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplerTest {
    @Property(tries = 200)
    void aCohortIsDifferentClientsInOrderAndAFunctionOfSeedAndRound(@ForAll @IntRange(min = 1, max = 40) int count,
            @ForAll @IntRange(min = 0, max = 40) int more, @ForAll @IntRange(min = 0) int round, @ForAll long seed) {
        int clients = count + more;
        double[] weights = IntStream.range(0, clients).mapToDouble(i -> i + 0.5).toArray();
        for (String spec : List.of("uniform", "weighted", "cyclic")) {
            Sampler sampler = Sampler.parse(spec + "(count=" + count + ")");
            int[] cohort = sampler.cohort(seed, round, clients, weights);
            assertEquals(count, cohort.length);
            for (int i = 0; i < count; i++) {
                assertTrue(cohort[i] >= 0 && cohort[i] < clients && (i == 0 || cohort[i] > cohort[i - 1]),
                        spec + " " + Arrays.toString(cohort));
            }
            sampler.cohort(seed + 1, round, clients, weights);
            assertArrayEquals(cohort, sampler.cohort(seed, round, clients, weights), spec);
        }
    }

    /** Both the seed and the round matter to who takes part. */
    @Test
    void seedsAndRoundsDiffer() {
        for (String spec : List.of("uniform(count=10)", "weighted(count=10)", "available(count=10, on=5, off=2)")) {
            Set<String> cohorts = new HashSet<>();
            for (int seed = 0; seed < 5; seed++) {
                for (int round = 0; round < 5; round++) {
                    cohorts.add(Arrays.toString(Sampler.parse(spec).cohort(seed, round, 100, filled(100, 1))));
                }
            }
            assertEquals(25, cohorts.size(), spec);
        }
    }

    @Test
    void everyClientTakesPartEquallyOftenUnderUniform() {
        long[] counts = new long[20];
        for (int round = 0; round < 20_000; round++) {
            for (int client : new Uniform(0, 0.15).cohort(1, round, 20, null)) counts[client]++;
        }
        assertEquals(60_000, Arrays.stream(counts).sum());
        Expect.equallyOften(counts);
    }

    /** The first of a race is drawn by weight; then the second by weight among the rest. */
    @Test
    void weightsGiveTheChances() {
        double[] weights = {1, 0, 2, 3, 1e-30};
        int rounds = 60_000;
        int[] alone = new int[5];
        int zeroAndTwo = 0;
        for (int round = 0; round < rounds; round++) {
            alone[new Weighted(1, 0).cohort(2, round, 5, weights)[0]]++;
            if (Arrays.equals(new int[] {0, 2}, new Weighted(2, 0).cohort(2, round, 5, weights))) zeroAndTwo++;
        }
        for (int client = 0; client < 5; client++) {
            double p = weights[client] / 6;
            Expect.near(p, (double) alone[client] / rounds, Math.sqrt(p * (1 - p) / rounds));
        }
        double p = 1 / 6.0 * 2 / 5 + 2 / 6.0 * 1 / 4;
        Expect.near(p, (double) zeroAndTwo / rounds, Math.sqrt(p * (1 - p) / rounds));
    }

    @Test
    void cyclicGoesRound() {
        Cyclic cyclic = new Cyclic(3, 0);
        assertArrayEquals(new int[] {0, 1, 2}, cyclic.cohort(9, 0, 5, null));
        assertArrayEquals(new int[] {0, 3, 4}, cyclic.cohort(9, 1, 5, null));
        assertArrayEquals(new int[] {1, 2, 3}, cyclic.cohort(9, 2, 5, null));
        assertArrayEquals(new int[] {0, 1, 4}, cyclic.cohort(9, 3, 5, null));
        assertArrayEquals(new int[] {0, 1, 2}, cyclic.cohort(9, 5_000_000_000L, 5, null));
    }

    @Test
    void allAndFixed() {
        assertArrayEquals(new int[] {0, 1, 2}, new All().cohort(1, 2, 3, null));
        assertArrayEquals(new int[] {1, 4}, new Fixed(List.of(4, 1)).cohort(1, 2, 5, null));
        Expect.complaint("fixed names client 4", () -> new Fixed(List.of(4, 1)).cohort(1, 2, 4, null));
    }

    @Test
    void aListTraceRepeatsAndSamplesAmongThoseThere() {
        Sampler sampler = Samplers.CATALOGUE.read(Map.of("type", "available", "count", 2,
                "rounds", List.of(List.of(5, 3, 1), List.of(0), List.of())));
        Set<String> seen = new HashSet<>();
        for (int round = 0; round < 300; round += 3) {
            seen.add(Arrays.toString(sampler.cohort(1, round, 6, null)));
            assertArrayEquals(new int[] {0}, sampler.cohort(1, round + 1, 6, null));
            assertArrayEquals(new int[0], sampler.cohort(1, round + 2, 6, null));
        }
        assertEquals(Set.of("[1, 3]", "[1, 5]", "[3, 5]"), seen);
        Expect.complaint("client in rounds[0]", () -> sampler.cohort(1, 0, 5, null));
    }

    /** Of every period of 5 rounds a client is there 2 in a row, whichever its phase; phases differ. */
    @Test
    void timesOnAndOffByClient() {
        Available available = new Available(50, 0, List.of(), List.of(2), List.of(3));
        int[][] there = new int[50][20];
        for (int round = 0; round < 20; round++) {
            for (int client : available.cohort(4, round, 50, null)) there[client][round] = 1;
        }
        Set<String> phases = new HashSet<>();
        for (int[] client : there) {
            int starts = 0;
            for (int round = 0; round < 15; round++) {
                assertEquals(client[round], client[round + 5]);
                if (client[round] == 0 && client[round + 1] == 1) starts++;
            }
            assertEquals(2, Arrays.stream(client, 0, 5).sum());
            assertEquals(3, starts);
            phases.add(Arrays.toString(Arrays.copyOf(client, 5)));
        }
        assertEquals(5, phases.size());
        Available own = new Available(2, 0, List.of(), List.of(1, 1), List.of(0, 1));
        assertEquals(30, IntStream.range(0, 20).map(round -> own.cohort(4, round, 2, null).length).sum());
        Expect.complaint("on must be one number, or one for each", () -> own.cohort(4, 0, 3, null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            uniform                                    | neither
            uniform(count=2, fraction=0.5)             | both
            uniform(count=-1)                          | count
            uniform(fraction=1.5)                      | fraction
            uniform(fraction=NaN)                      | fraction
            weighted                                   | neither
            cyclic                                     | neither
            fixed                                      | clients
            fixed(clients=[])                          | clients
            fixed(clients=[1, 1])                      | clients
            fixed(clients=[-1])                        | clients
            available(count=2)                         | rounds, or on and off
            available(count=2, on=1)                   | off
            available(count=2, on=0, off=1)            | on
            available(count=2, on=1, off=-1)           | off
            available(on=1, off=1)                     | neither
            unifrom(count=1)                           | did you mean 'uniform'
            """)
    void aWrongOptionIsNamedInOneLine(String spec, String named) {
        String complaint = Expect.complaint(() -> Sampler.parse(spec));
        assertTrue(complaint.contains(named), complaint);
    }

    @Test
    void moreThanThereAreIsOneClearLine() {
        for (Sampler sampler : List.of(new Uniform(6, 0), new Weighted(6, 0), new Cyclic(6, 0),
                new Available(6, 0, List.of(List.of(1)), List.of(), List.of()))) {
            assertEquals("count is 6 but there are only 5 clients to sample from",
                    Expect.complaint(() -> sampler.cohort(0, 0, 5, filled(5, 1))));
            Expect.complaint("round", () -> sampler.cohort(0, -1, 5, null));
            Expect.complaint("clients", () -> sampler.cohort(0, 0, 0, null));
        }
        Weighted weighted = new Weighted(2, 0);
        Expect.complaint("only 1 have a weight", () -> weighted.cohort(0, 0, 3, new double[] {0, 1, 0}));
        Expect.complaint("has none", () -> weighted.cohort(0, 0, 3, null));
        Expect.complaint("has 2", () -> weighted.cohort(0, 0, 3, new double[2]));
        for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            Expect.complaint("weight of client 2", () -> weighted.cohort(0, 0, 3, new double[] {1, 1, bad}));
        }
    }

    private static double[] filled(int n, double value) {
        double[] filled = new double[n];
        Arrays.fill(filled, value);
        return filled;
    }
}
