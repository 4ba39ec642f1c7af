package org.gradus.federated.codec;

import static org.gradus.federated.codec.Wire.ALL;
import static org.gradus.federated.codec.Wire.key;
import static org.gradus.federated.codec.Wire.minus;
import static org.gradus.federated.codec.Wire.norm;
import static org.gradus.federated.codec.Wire.sent;
import static org.gradus.federated.codec.Wire.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.special.Gamma;
import org.gradus.federated.random.Expect;
import org.gradus.federated.random.Subset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodecTest {
    /** Bytes are a function of the length alone: these formulas. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            identity(precision=float64)            | 1000   | 8000
            identity                               | 1000   | 4000
            identity(precision=float16)            | 1001   | 2002
            identity(precision=bfloat16)           | 1      | 2
            top-k(k=10)                            | 1000   | 40 + 11
            top-k(fraction=0.01, precision=float16)| 100000 | 2000 + 1071
            top-k(k=7)                             | 7      | 28 + 2
            top-k(k=1, precision=float64)          | 1      | 8 + 1
            random-k(k=10)                         | 1000   | 40
            random-k(fraction=0.5, precision=bfloat16) | 7  | 6
            qsgd(levels=1)                         | 1000   | 4 + 250
            qsgd(levels=3)                         | 5      | 4 + 2
            qsgd(levels=4)                         | 5      | 4 + 3
            qsgd                                   | 1000   | 4 + 1000
            sign                                   | 1000   | 4 + 125
            sign                                   | 9      | 4 + 2
            seed-only                              | 1000   | 8
            seed-only(format=byte)                 | 1000   | 1
            seed-only(directions=3, format=log9)   | 1000   | 6
            seed-only(directions=9, format=sign)   | 1000   | 2
            """)
    void payloadsAreExactlyAsLongAsTheirFormula(String spec, int length, String bytes) {
        int expected = Arrays.stream(bytes.split("\\+")).mapToInt(part -> Integer.parseInt(part.trim())).sum();
        for (int seed = 0; seed < 5; seed++) {
            assertEquals(expected, Codec.parse(spec).encode(vector(length, seed), key(seed)).length);
        }
        assertEquals(expected, Codec.parse(spec).encode(new double[length], key(1)).length, "zeros too");
    }

    /** Encoding does not change its input, decoding writes every coordinate, and both are functions of key and vector. */
    @Property(tries = 200)
    void theSameKeyGivesTheSameNumbers(@ForAll @IntRange(min = 1, max = 200) int length, @ForAll long seed) {
        double[] vector = vector(length, seed);
        for (String spec : ALL) {
            Codec codec = Codec.parse(spec);
            double[] untouched = vector.clone();
            byte[] payload = codec.encode(vector, key(seed));
            assertArrayEquals(untouched, vector);
            assertArrayEquals(payload, codec.encode(vector, key(seed)), spec);
            double[] received = sent(codec, vector, seed);
            assertTrue(Arrays.stream(received).allMatch(Double::isFinite), spec);
            double[] zeros = sent(codec, new double[length], seed);
            assertEquals(0, norm(zeros), spec + " of zeros");
        }
    }

    @Test
    void identityRoundsEachNumber() {
        double[] vector = vector(500, 1);
        assertArrayEquals(vector, sent(Codec.parse("identity(precision=float64)"), vector, 1));
        double[] single = Arrays.stream(vector).map(x -> (float) x).toArray();
        assertArrayEquals(single, sent(Codec.parse("identity"), vector, 1));
        double[] half = sent(Codec.parse("identity(precision=float16)"), vector, 1);
        for (int i = 0; i < 500; i++) assertEquals(vector[i], half[i], Math.abs(vector[i]) * 0x1p-11 + 0x1p-25);
    }

    @Property(tries = 200)
    void topKKeepsTheLargestAndDropsTheRest(@ForAll @IntRange(min = 1, max = 60) int k,
                                           @ForAll @IntRange(min = 0, max = 300) int more, @ForAll long seed) {
        double[] vector = vector(k + more, seed);
        double[] received = sent(new TopK(0, k, Precision.FLOAT64), vector, seed);
        double[] sorted = Arrays.stream(vector).map(Math::abs).sorted().toArray();
        for (int i = 0; i < vector.length; i++) {
            assertEquals(Math.abs(vector[i]) >= sorted[more] ? vector[i] : 0, received[i]);
        }
    }

    @Test
    void ofEqualMagnitudesTopKKeepsTheFirst() {
        assertArrayEquals(new double[] {0, -2, 2, 0, 5}, 
                sent(new TopK(0, 3, Precision.FLOAT32), new double[] {1, -2, 2, 2, 5}, 0));
        assertArrayEquals(new double[] {0, 0, 0}, sent(new TopK(0, 2, Precision.FLOAT32), new double[3], 0));
    }

    /** Indices of every kind of place: all, runs, ends, far apart. */
    @Property(tries = 300)
    void indicesComeBack(@ForAll @IntRange(min = 1, max = 300) int k, @ForAll @IntRange(min = 0, max = 100_000) int more,
                         @ForAll long seed) {
        int[] indices = Subset.draw(k, k + more, key(seed));
        byte[] bytes = new byte[(int) ((Indices.bits(k, k + more) + 7) / 8)];
        Indices.write(indices, k + more, new BitWriter(bytes, 0));
        assertArrayEquals(indices, Indices.read(k, k + more, new BitReader(bytes, 0)));
        for (int i = 0; i < k; i++) indices[i] = more + i;
        Arrays.fill(bytes, (byte) 0);
        Indices.write(indices, k + more, new BitWriter(bytes, 0));
        assertArrayEquals(indices, Indices.read(k, k + more, new BitReader(bytes, 0)));
    }

    /** The least possible is the logarithm of the number of subsets. */
    @Test
    void indicesAreTight() {
        for (int d : new int[] {100_000, 1_000_000_000}) {
            for (int k : new int[] {d / 5, d / 10, d / 37, d / 64, d / 100}) {
                double log = Gamma.logGamma(d + 1.0) - Gamma.logGamma(k + 1.0) - Gamma.logGamma(d - k + 1.0);
                assertTrue(Indices.bits(k, d) < log / Math.log(2) + 0.7 * k, k + " of " + d);
            }
        }
    }

    @Test
    void aRandomSubsetIsScaledOrNot() {
        double[] vector = vector(100, 4);
        double[] plain = sent(new RandomK(0, 25, false, Precision.FLOAT64), vector, 6);
        double[] scaled = sent(new RandomK(0, 25, true, Precision.FLOAT64), vector, 6);
        assertEquals(25, Arrays.stream(plain).filter(x -> x != 0).count());
        for (int i = 0; i < 100; i++) {
            assertTrue(plain[i] == 0 || plain[i] == vector[i]);
            assertEquals(4 * plain[i], scaled[i]);
        }
        assertTrue(norm(minus(plain, sent(new RandomK(0, 25, false, Precision.FLOAT64), vector, 7))) > 0);
    }

    /** Mean over keys of what is received: each coordinate within 5 standard errors of what was sent. */
    @ParameterizedTest
    @ValueSource(strings = {"random-k(k=3, precision=float64)", "qsgd(levels=1)", "qsgd(levels=4)", "qsgd(levels=127)"})
    void unbiasedCodecsAreUnbiased(String spec) {
        Codec codec = Codec.parse(spec);
        assertTrue(codec.unbiased());
        double[] vector = {3, -1, 0.2, 0, 1e-3, -5, 2, 0.7};
        int n = 40_000;
        double[] mean = new double[8];
        double[] squares = new double[8];
        for (int i = 0; i < n; i++) {
            double[] received = sent(codec, vector, i);
            for (int j = 0; j < 8; j++) {
                mean[j] += received[j] / n;
                squares[j] += received[j] * received[j] / n;
            }
        }
        for (int j = 0; j < 8; j++) {
            Expect.near(vector[j], mean[j], Math.sqrt((squares[j] - mean[j] * mean[j]) / n) + 1e-15);
        }
    }

    /** A level is off by less than one; the error is at most min(d/s^2, sqrt(d)/s) |v|^2 on average (arXiv 1610.02132). */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 127, 1 << 30})
    void qsgdStaysWithinALevelAndItsVarianceBound(int levels) {
        double[] vector = vector(100, 3);
        double error = 0;
        for (int i = 0; i < 300; i++) {
            double[] difference = minus(sent(new Qsgd(levels), vector, i), vector);
            for (double x : difference) assertTrue(Math.abs(x) <= norm(vector) / levels * 1.000001);
            error += Math.pow(norm(difference), 2) / 300;
        }
        assertTrue(error <= 1.05 * Math.min(100.0 / levels / levels, 10.0 / levels) * Math.pow(norm(vector), 2) + 1e-12);
    }

    /** Norms at the ends of float32, and one coordinate alone, which is its own norm. */
    @Test
    void qsgdKeepsExtremes() {
        for (double x : new double[] {1, -0.1, 1e-40, 3e38, -1e-320}) {
            double[] received = sent(new Qsgd(127), new double[] {0, x, 0}, 1);
            assertEquals(0, received[0]);
            assertEquals(x, received[1], Math.max(Math.abs(x) / 127, 1.5e-45));
        }
        Expect.complaint("does not fit float32", () -> sent(new Qsgd(1), new double[] {1e200, 1e200}, 1));
    }

    @Test
    void signsAreTimesTheMeanMagnitude() {
        assertArrayEquals(new double[] {2, -2, 2, -2}, sent(new Sign(), new double[] {4, -1, 0, -3}, 0));
    }

    /** A multiple of the direction comes back; another vector comes back as its part along it. */
    @Test
    void aScalarStandsForADirection() {
        double[] direction = new double[50];
        key(9).fillGaussian(direction, 0, 50, 1);
        double[] vector = Arrays.stream(direction).map(z -> -0.37 * z).toArray();
        Codec codec = Codec.parse("seed-only");
        assertArrayEquals(vector, sent(codec, vector, 9), 1e-15);
        assertArrayEquals(new double[] {-0.37}, ScalarFormat.FLOAT64.decode(codec.encode(vector, key(9)), 1), 1e-15);
        double[] other = vector(50, 2);
        double[] rest = minus(other, sent(codec, other, 9));
        double along = 0;
        for (int i = 0; i < 50; i++) along += rest[i] * direction[i];
        assertEquals(0, along, 1e-12);
        assertTrue(norm(minus(other, sent(Codec.parse("seed-only(directions=20)"), other, 9))) < norm(rest));
    }
}
