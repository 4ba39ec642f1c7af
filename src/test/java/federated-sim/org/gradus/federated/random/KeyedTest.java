package org.gradus.federated.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyedTest {
    private static Keyed noise(long seed) {
        return Keyed.of(seed, 0, 0, 0, Purpose.NOISE);
    }

    /** Numbers of an independent implementation in Python: the wire format, which no version may change. */
    @Test
    void theBitsOfAKeyArePinned() {
        Keyed random = Keyed.of(1, 2, 3, 4, Purpose.NOISE);
        assertEquals(0x1012a29090d83452L, random.nextLong());
        assertEquals(0x09e52a9c1d2c7552L, random.nextLong());
        assertEquals(0x9893d37b01e92a35L, random.nextLong());
        random.rekey(-5, 0, 1_000_000_000_000L, 7, Purpose.PERTURBATION);
        assertEquals(0x219f7f540753e23fL, random.nextLong());
        assertEquals(0x33e7ab5f994916b3L, random.nextLong());
        random.rekey(1, 2, 3, 4, Purpose.NOISE);
        assertEquals(0.06278434781492659, random.nextDouble());
        assertEquals(0.038653052438506696, random.nextDouble());
        assertEquals(0.5960056472121421, random.nextOpen());
        for (int expected : new int[] {8, 3, 6, 0, 5, 9, 0, 4}) assertEquals(expected, random.nextInt(10));
        assertEquals(1377929685, random.nextInt(Integer.MAX_VALUE));
    }

    /** The same implementation: 100,000 draws go through every layer, wedge and the tail. */
    @Test
    void normalDrawsArePinned() {
        Keyed random = Keyed.of(1, 2, 3, 4, Purpose.NOISE);
        assertEquals(0.2348226174316286, random.nextGaussian(), 1e-15);
        assertEquals(0.1445680533639984, random.nextGaussian(), 1e-15);
        assertEquals(-1.7246415359357086, random.nextGaussian(), 1e-15);
        random.rekey(1, 2, 3, 4, Purpose.NOISE);
        double squares = 0;
        double largest = 0;
        double last = 0;
        for (int i = 0; i < 100_000; i++) {
            last = random.nextGaussian();
            squares += last * last;
            largest = Math.max(largest, last);
        }
        assertEquals(99562.38496039785, squares, 1e-7);
        assertEquals(4.18168713958831, largest, 1e-14);
        assertEquals(1.3375373392926568, last, 1e-14);
    }

    /** Seed bytes below 0x80 only: JDK 17 extends the sign of the others. */
    @Property(tries = 50)
    void theGeneratorIsTheJdksXoroshiro(@ForAll long s0, @ForAll long s1) {
        long x = s0 & 0x7F7F7F7F7F7F7F7FL;
        long y = s1 & 0x7F7F7F7F7F7F7F7FL | 1;
        RandomGenerator jdk = RandomGeneratorFactory.of("Xoroshiro128PlusPlus")
                .create(ByteBuffer.allocate(16).putLong(x).putLong(y).array());
        Keyed ours = noise(0);
        ours.state(x, y);
        for (int i = 0; i < 100; i++) assertEquals(jdk.nextLong(), ours.nextLong());
    }

    @Property(tries = 100)
    void aStreamDependsOnItsKeyAlone(@ForAll long seed, @ForAll long round, @ForAll long client, @ForAll long step) {
        Keyed used = noise(seed);
        for (int i = 0; i < 10; i++) used.nextGaussian();
        used.rekey(seed, round, client, step, Purpose.BATCH);
        Keyed fresh = Keyed.of(seed, round, client, step, Purpose.BATCH);
        Keyed copy = fresh.copy();
        for (int i = 0; i < 10; i++) {
            long expected = fresh.nextLong();
            assertEquals(expected, used.nextLong());
            assertEquals(expected, copy.nextLong());
        }
    }

    /** A key that swaps or shifts its components, or differs in one bit, is another stream. */
    @Test
    void noTwoKeysOfAGridShareAWord() {
        Set<Long> words = new HashSet<>();
        for (int seed = -2; seed < 3; seed++) {
            for (int round = 0; round < 10; round++) {
                for (int client = 0; client < 10; client++) {
                    for (int step = 0; step < 10; step++) {
                        for (Purpose purpose : Purpose.values()) {
                            Keyed random = Keyed.of(seed, round, client, step, purpose);
                            words.add(random.nextLong());
                            words.add(random.nextLong());
                        }
                    }
                }
            }
        }
        assertEquals(5 * 1000 * 2 * Purpose.values().length, words.size());
    }

    /** First draws of keys that count up in one component: uniform, uncorrelated with the next key's and with the key. */
    @ParameterizedTest
    @ValueSource(strings = {"seed", "round", "client", "step", "bit"})
    void neighbouringKeysAreIndependent(String component) {
        LongFunction<Keyed> key = switch (component) {
            case "seed" -> i -> Keyed.of(i, 5, 5, 5, Purpose.NOISE);
            case "round" -> i -> Keyed.of(5, i, 5, 5, Purpose.NOISE);
            case "client" -> i -> Keyed.of(5, 5, i, 5, Purpose.NOISE);
            case "step" -> i -> Keyed.of(5, 5, 5, i, Purpose.NOISE);
            default -> i -> Keyed.of(i >>> 1, 5, 5, 5, (i & 1) == 0 ? Purpose.NOISE : Purpose.SAMPLING);
        };
        int n = 100_000;
        double[] first = new double[n + 1];
        double[] second = new double[n + 1];
        double[] index = new double[n + 1];
        long[] low = new long[256];
        long[] pairs = new long[256];
        Keyed previous = key.apply(n + 1);
        for (int i = 0; i <= n; i++) {
            Keyed random = key.apply(i);
            long word = random.copy().nextLong();
            low[(int) (word & 255)]++;
            pairs[(int) (word >>> 60 << 4 | previous.nextLong() >>> 60)]++;
            previous = random.copy();
            first[i] = random.nextDouble();
            second[i] = random.nextDouble();
            index[i] = i;
        }
        Expect.equallyOften(low);
        Expect.equallyOften(pairs);
        PearsonsCorrelation correlation = new PearsonsCorrelation();
        double bound = 5 / Math.sqrt(n);
        assertEquals(0, correlation.correlation(first, second), bound);
        assertEquals(0, correlation.correlation(first, index), bound);
        double[] shifted = first.clone();
        System.arraycopy(first, 1, shifted, 0, n);
        assertEquals(0, correlation.correlation(first, shifted), bound);
    }

    @Test
    void everyBitIsFair() {
        int n = 200_000;
        int[] ones = new int[64];
        for (int i = 0; i < n; i++) {
            long word = Keyed.of(1, i / 50, i % 50, 3, Purpose.NOISE).nextLong();
            for (int bit = 0; bit < 64; bit++) ones[bit] += (int) (word >>> bit & 1);
        }
        for (int count : ones) Expect.near(0.5, (double) count / n, 0.5 / Math.sqrt(n));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 6, 100, 3 << 29, Integer.MAX_VALUE})
    void wholeNumbersAreUniform(int bound) {
        long[] counts = new long[Math.min(bound, 100)];
        Keyed random = noise(bound);
        for (int i = 0; i < 200_000; i++) {
            int drawn = random.nextInt(bound);
            assertTrue(drawn >= 0 && drawn < bound);
            counts[(int) ((long) drawn * counts.length / bound)]++;
        }
        if (bound > 1) Expect.equallyOften(counts);
        Expect.complaint("bound", () -> random.nextInt(0));
    }

    @Test
    void normalDrawsFillEqualBinsEqually() {
        int bins = 400;
        NormalDistribution normal = new NormalDistribution(null, 0, 1);
        double[] edges = new double[bins - 1];
        for (int i = 1; i < bins; i++) edges[i - 1] = normal.inverseCumulativeProbability((double) i / bins);
        long[] counts = new long[bins];
        Keyed random = noise(11);
        for (int i = 0; i < 2_000_000; i++) {
            int place = Arrays.binarySearch(edges, random.nextGaussian());
            counts[place < 0 ? -place - 1 : place]++;
        }
        Expect.equallyOften(counts);
    }

    /** Counts beyond s, one side at a time, up to where one in two million lies; the tail begins at 3.654. */
    @Test
    void normalTailsAreExact() {
        double[] beyond = {1, 2, 3, 3.6, 3.654, 3.7, 4, 4.5, 5};
        int n = 40_000_000;
        long[] above = new long[beyond.length];
        long[] below = new long[beyond.length];
        Keyed random = noise(5);
        for (int i = 0; i < n; i++) {
            double x = random.nextGaussian();
            for (int j = 0; j < beyond.length && Math.abs(x) > beyond[j]; j++) {
                if (x > 0) above[j]++;
                else below[j]++;
            }
        }
        for (int j = 0; j < beyond.length; j++) {
            double p = Erf.erfc(beyond[j] / Math.sqrt(2)) / 2;
            Expect.near(n * p, above[j], Math.sqrt(n * p));
            Expect.near(n * p, below[j], Math.sqrt(n * p));
        }
    }

    @Test
    void momentsAndNeighboursOfNormalDraws() {
        int n = 1_000_000;
        double[] drawn = new double[n];
        noise(8).fillGaussian(drawn, 0, n, 1);
        Expect.near(0, mean(drawn, x -> x), Math.sqrt(1.0 / n));
        Expect.near(1, mean(drawn, x -> x * x), Math.sqrt(2.0 / n));
        Expect.near(0, mean(drawn, x -> x * x * x), Math.sqrt(15.0 / n));
        Expect.near(3, mean(drawn, x -> x * x * x * x), Math.sqrt(96.0 / n));
        double product = 0;
        double squares = 0;
        for (int i = 1; i < n; i++) {
            product += drawn[i] * drawn[i - 1];
            squares += (drawn[i] * drawn[i] - 1) * (drawn[i - 1] * drawn[i - 1] - 1);
        }
        Expect.near(0, product / n, Math.sqrt(1.0 / n));
        Expect.near(0, squares / n, Math.sqrt(4.0 / n));
    }

    @Test
    void fillingIsDrawingOneByOneAndStaysInItsPart() {
        double[] filled = {7, 7, 7, 7, 7};
        noise(3).fillGaussian(filled, 1, 3, 2);
        Keyed random = noise(3);
        assertEquals(7, filled[0]);
        for (int i = 1; i < 4; i++) assertEquals(2 * random.nextGaussian(), filled[i]);
        assertEquals(7, filled[4]);
    }

    @Test
    void signsAreFairAndExponentialsHaveMeanAndVarianceOne() {
        int n = 400_000;
        Keyed random = noise(4);
        double signs = 0;
        double[] times = new double[n];
        for (int i = 0; i < n; i++) {
            signs += random.nextSign();
            times[i] = random.nextExponential();
        }
        Expect.near(0, signs / n, 1 / Math.sqrt(n));
        Expect.near(1, mean(times, x -> x), 1 / Math.sqrt(n));
        Expect.near(2, mean(times, x -> x * x), Math.sqrt(20.0 / n));
    }

    @Test
    void shufflesAreUniform() {
        long[] counts = new long[24];
        Keyed random = noise(6);
        for (int i = 0; i < 48_000; i++) {
            int[] order = {0, 1, 2, 3};
            random.shuffle(order);
            int code = 0;
            for (int a = 0; a < 4; a++) {
                int smaller = 0;
                for (int b = a + 1; b < 4; b++) if (order[b] < order[a]) smaller++;
                code = code * (4 - a) + smaller;
            }
            counts[code]++;
        }
        Expect.equallyOften(counts);
    }

    @Test
    void theZeroStateIsLeft() {
        Keyed random = noise(0);
        random.state(0, 0);
        assertNotEquals(random.nextLong(), random.nextLong());
    }

    private static double mean(double[] values, ToDoubleFunction<Double> of) {
        double sum = 0;
        for (double value : values) sum += of.applyAsDouble(value);
        return sum / values.length;
    }
}
