package org.gradus.federated.partition;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.gradus.federated.random.Expect;
import org.gradus.federated.random.Keyed;
import org.gradus.federated.random.Purpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionTest {
    private static final List<String> ALL = List.of("iid", "dirichlet(alpha=1e-300)", "dirichlet(alpha=0.1)",
            "dirichlet(alpha=5)", "dirichlet(alpha=1e300)", "shards", "shards(shardsPerClient=2147483647)",
            "pathological(classesPerClient=1)", "pathological(classesPerClient=3)", "quantity-skew",
            "quantity-skew(exponent=1e300)", "quantity-skew(law=dirichlet, alpha=4.9e-324)");

    /** Labels 0, 2, 4, ..., as many rows of each but for one. */
    private static int[] labels(int rows, int classes) {
        return IntStream.range(0, rows).map(row -> row % classes * 2).toArray();
    }

    @Property(tries = 300)
    void everyRowGoesToOneClientAndNobodyStaysEmpty(@ForAll @IntRange(min = 3, max = 60) int clients,
            @ForAll @IntRange(min = 0, max = 200) int more, @ForAll @IntRange(min = 3, max = 9) int classes,
            @ForAll long seed) {
        int[] labels = labels(clients + more, Math.min(classes, clients));
        for (String spec : ALL) {
            Partition partition = Partitioner.parse(spec).split(labels, null, clients, seed);
            assertEquals(clients, partition.clients());
            int[] all = Arrays.stream(partition.rows()).flatMapToInt(Arrays::stream).sorted().toArray();
            assertArrayEquals(IntStream.range(0, labels.length).toArray(), all, spec);
            for (int[] rows : partition.rows()) {
                assertTrue(rows.length > 0, spec);
                for (int i = 1; i < rows.length; i++) assertTrue(rows[i] > rows[i - 1], spec);
            }
            Partition again = Partitioner.parse(spec).split(labels, null, clients, seed);
            assertTrue(Arrays.deepEquals(partition.rows(), again.rows()), spec);
        }
    }

    @Test
    void anotherSeedIsAnotherPartition() {
        for (String spec : ALL) {
            if (spec.contains("e300") || spec.contains("2147483647")) continue;
            Partitioner partitioner = Partitioner.parse(spec);
            assertFalse(Arrays.deepEquals(partitioner.split(labels(200, 5), null, 10, 1).rows(),
                    partitioner.split(labels(200, 5), null, 10, 2).rows()), spec);
        }
    }

    /** As many rows as clients leaves one row each; one fewer is an error. */
    @Test
    void fewerRowsThanClientsIsOneClearLine() {
        for (String spec : ALL) {
            Partitioner partitioner = Partitioner.parse(spec);
            assertArrayEquals(new int[] {1, 1, 1, 1}, partitioner.split(labels(4, 3), null, 4, 0).sizes(), spec);
            assertEquals("3 rows are too few for 4 clients: every client needs at least one",
                    Expect.complaint(() -> partitioner.split(labels(3, 3), null, 4, 0)));
        }
    }

    @Test
    void iidSizesDifferByOneAndLabelsAreMixed() {
        Partition partition = new Iid().split(labels(1003, 2), null, 10, 5);
        assertArrayEquals(new int[] {101, 101, 101, 100, 100, 100, 100, 100, 100, 100}, partition.sizes());
        for (int[] counts : partition.histogram(labels(1003, 2), 3)) assertEquals(50, counts[0], 25);
    }

    /** A share of n clients has mean 1/n and variance (1/n)(1 - 1/n)/(n alpha + 1). */
    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.5, 1, 3, 100})
    void proportionsFollowTheDirichletDistribution(double alpha) {
        int n = 8;
        int draws = 40_000;
        double mean = 0;
        double squares = 0;
        double fourth = 0;
        Keyed random = Keyed.of(3, 0, 0, 0, Purpose.PARTITION);
        for (int i = 0; i < draws; i++) {
            double[] shares = Proportions.dirichlet(alpha, n, random);
            assertEquals(1, Arrays.stream(shares).sum(), 1e-14);
            double deviation = shares[i % n] - 1.0 / n;
            mean += deviation / draws;
            squares += deviation * deviation / draws;
            fourth += Math.pow(deviation, 4) / draws;
        }
        double variance = (1.0 / n) * (1 - 1.0 / n) / (n * alpha + 1);
        Expect.near(0, mean, Math.sqrt(variance / draws));
        Expect.near(variance, squares, Math.sqrt((fourth - squares * squares) / draws));
    }

    /** alpha to 0: each class with one client, at random; alpha to infinity: each class shared equally. Neither is 0/0. */
    @ParameterizedTest
    @ValueSource(doubles = {Double.MIN_VALUE, 1e-310, 1e-300, 1e-12, 1e12, 1e16, 1e300, Double.MAX_VALUE})
    void proportionsAtTheEndsOfAlpha(double alpha) {
        int[] winners = new int[5];
        for (int i = 0; i < 200; i++) {
            double[] shares = Proportions.dirichlet(alpha, 5, Keyed.of(i, 0, 0, 0, Purpose.PARTITION));
            for (int client = 0; client < 5; client++) {
                if (alpha > 1) assertEquals(0.2, shares[client], 1e-5);
                else assertTrue(shares[client] == 0 || shares[client] == 1, Arrays.toString(shares));
                if (shares[client] > 0.5) winners[client]++;
            }
        }
        for (int won : winners) assertTrue(alpha > 1 || won > 10, Arrays.toString(winners));
    }

    @Test
    void smallAlphaIsMoreSkewed() {
        int[] labels = labels(5000, 10);
        double previous = 0;
        for (double alpha : new double[] {0.01, 0.1, 1, 10, 1000}) {
            Partition partition = new Dirichlet(alpha).split(labels, null, 20, 1);
            double labelsSeen = Arrays.stream(partition.histogram(labels, 20))
                    .mapToLong(counts -> Arrays.stream(counts).filter(n -> n > 10).count()).average().orElseThrow();
            assertTrue(labelsSeen > previous, "alpha " + alpha + ": " + labelsSeen + " labels a client");
            previous = labelsSeen;
        }
        assertEquals(10, previous);
    }

    /** A shard of equal size lies in at most two classes where classes are larger than shards. */
    @Test
    void shardsHaveFewLabelsAndEqualSizes() {
        int[] labels = labels(1000, 5);
        Partition partition = new Shards(2).split(labels, null, 50, 2);
        for (int client = 0; client < 50; client++) {
            assertEquals(20, partition.sizes()[client]);
            assertTrue(Arrays.stream(partition.histogram(labels, 9)[client]).filter(n -> n > 0).count() <= 2);
        }
    }

    @Property(tries = 100)
    void pathologicalClientsHaveExactlyTheirClasses(@ForAll @IntRange(min = 1, max = 5) int each,
                                                   @ForAll @IntRange(min = 5, max = 40) int clients, @ForAll long seed) {
        int[] labels = labels(2000, 5);
        int[][] counts = new Pathological(each).split(labels, null, clients, seed).histogram(labels, 9);
        int[] owners = new int[9];
        for (int[] client : counts) {
            assertEquals(each, Arrays.stream(client).filter(n -> n > 0).count());
            for (int label = 0; label < 9; label++) if (client[label] > 0) owners[label]++;
        }
        for (int label = 0; label < 9; label += 2) {
            assertEquals((double) clients * each / 5, owners[label], 0.999, Arrays.toString(owners));
            for (int[] client : counts) {
                if (client[label] > 0) assertEquals(400.0 / owners[label], client[label], 0.999);
            }
        }
    }

    @Test
    void quantitySkewFollowsItsPowerLaw() {
        Partition partition = new QuantitySkew(QuantitySkew.Law.POWER, 1, 1).split(labels(12_000, 2), null, 4, 9);
        int[] sizes = partition.sizes();
        Arrays.sort(sizes);
        assertArrayEquals(new int[] {1440, 1920, 2880, 5760}, sizes);
        for (int client = 0; client < 4; client++) {
            int ofFirst = partition.histogram(labels(12_000, 2), 3)[client][0];
            Expect.near(0.5, (double) ofFirst / partition.sizes()[client], 0.5 / Math.sqrt(partition.sizes()[client]));
        }
        int[] equal = new QuantitySkew(QuantitySkew.Law.POWER, 0, 1).split(labels(12, 2), null, 4, 9).sizes();
        assertArrayEquals(new int[] {3, 3, 3, 3}, equal);
    }

    @Test
    void naturalIsOneClientAGroup() {
        int[] groups = {7, -1, 7, 40, -1, 7};
        assertTrue(Arrays.deepEquals(new int[][] {{1, 4}, {0, 2, 5}, {3}},
                new Natural().split(new int[6], groups, 3, 0).rows()));
        assertEquals("natural makes one client a group: clients must be 3, but is 2",
                Expect.complaint(() -> new Natural().split(new int[6], groups, 2, 0)));
        Expect.complaint("no groups", () -> new Natural().split(new int[6], null, 2, 0));
        Expect.complaint("6 groups for 5 rows", () -> new Natural().split(new int[5], groups, 2, 0));
    }

    @Test
    void theReportSaysWhatThePartitionTurnedOutToBe() {
        Partition partition = new Partition(new int[][] {{0, 1, 2}, {3}, {4, 5}});
        int[] labels = {0, 0, 1, 2, 2, 2};
        assertArrayEquals(new int[] {3, 1, 2}, partition.sizes());
        assertTrue(Arrays.deepEquals(new int[][] {{2, 1, 0}, {0, 0, 1}, {0, 0, 2}}, partition.histogram(labels, 3)));
        assertEquals("""
                3 clients, 6 rows; size: smallest 1, median 2, largest 3; labels a client: 1.3 of 3 on average
                client 0: 3 rows, by label [2, 1, 0]
                client 1: 1 rows, by label [0, 0, 1]
                ... and 1 more
                """, partition.report(labels, 3, 2).replace("\r", ""));
        Expect.complaint("label of row 3", () -> partition.histogram(labels, 2));
        Expect.complaint("row 2", () -> partition.histogram(new int[2], 2));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dirichlet(alpha=0)                        | alpha
            dirichlet(alpha=-1)                       | alpha
            dirichlet(alpha=NaN)                      | alpha
            dirichlet(alpha=Infinity)                 | alpha
            dirichlet                                 | alpha
            shards(shardsPerClient=0)                 | shardsPerClient
            pathological(classesPerClient=0)          | classesPerClient
            quantity-skew(exponent=-1)                | exponent
            quantity-skew(law=dirichlet, alpha=0)     | alpha
            quantity-skew(law=zipf)                   | power, dirichlet
            dirichle(alpha=1)                         | did you mean 'dirichlet'
            """)
    void aWrongOptionIsNamedInOneLine(String spec, String named) {
        String complaint = Expect.complaint(() -> Partitioner.parse(spec));
        assertTrue(complaint.contains(named), complaint);
    }

    @Test
    void optionsThatDoNotFitTheDataAreNamed() {
        assertEquals("classesPerClient must be at most 5, the number of classes, but is 6",
                Expect.complaint(() -> new Pathological(6).split(labels(20, 5), null, 3, 0)));
        Expect.complaint("raise classesPerClient", () -> new Pathological(1).split(labels(20, 5), null, 3, 0));
        Expect.complaint("label of row 1", () -> new Dirichlet(1).split(new int[] {0, -1}, null, 2, 0));
        Expect.complaint("clients", () -> new Iid().split(new int[5], null, 0, 0));
    }
}
