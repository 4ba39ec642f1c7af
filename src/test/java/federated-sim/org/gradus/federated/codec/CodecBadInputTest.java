package org.gradus.federated.codec;

import static org.gradus.federated.codec.Wire.ALL;
import static org.gradus.federated.codec.Wire.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.gradus.federated.random.Expect;
import org.gradus.optim.option.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What codecs say of vectors, payloads and options that cannot be. */
class CodecBadInputTest {
    /** Bytes from elsewhere: an error in one line or finite numbers, nothing else. */
    @Property(tries = 500)
    void foreignPayloadsAreRefusedOrFinite(@ForAll byte[] bytes, @ForAll @IntRange(min = 1, max = 40) int length) {
        for (String spec : ALL) {
            Codec codec = Codec.parse(spec);
            byte[] fitting = Arrays.copyOf(bytes, codec.encode(new double[length], key(0)).length);
            for (byte[] payload : new byte[][] {bytes, fitting}) {
                double[] into = new double[length];
                try {
                    codec.decode(payload, into, key(0));
                    assertTrue(Arrays.stream(into).allMatch(Double::isFinite), spec);
                } catch (InvalidInput e) {
                    assertTrue(e.getMessage().indexOf('\n') < 0);
                }
            }
        }
    }

    @Test
    void whatCannotBeEncodedIsOneClearLine() {
        for (String spec : ALL) {
            Codec codec = Codec.parse(spec);
            assertEquals("value 1 of the vector is NaN: only finite numbers are encoded",
                    Expect.complaint(() -> codec.encode(new double[] {1, Double.NaN}, key(0))));
            Expect.complaint("value 0", () -> codec.encode(new double[] {Double.NEGATIVE_INFINITY}, key(0)));
            Expect.complaint("length 0", () -> codec.encode(new double[0], key(0)));
            Expect.complaint("99 bytes", () -> codec.decode(new byte[99], new double[3], key(0)));
        }
        for (String spec : List.of("top-k(k=4)", "random-k(k=4)")) {
            assertEquals("k must be at most 3, the length of the vector, but is 4",
                    Expect.complaint(() -> Codec.parse(spec).encode(new double[3], key(0))));
            Expect.complaint("k must be", () -> Codec.parse(spec).decode(new byte[9], new double[3], key(0)));
        }
        Expect.complaint("directions", () -> new SeedOnly(4, ScalarFormat.BYTE).encode(new double[3], key(0)));
        Codec half = new TopK(0, 2, Precision.FLOAT16);
        Expect.complaint("does not fit float16", () -> half.encode(new double[] {1e6, 1e6}, key(0)));
        Expect.complaint("indices", () -> half.decode(new byte[] {0, 0, 0, 0, 0}, new double[3], key(0)));
        Codec scaled = new RandomK(0, 1, true, Precision.FLOAT64);
        byte[] large = scaled.encode(new double[] {1e308, 1e308, 1e308}, key(0));
        Expect.complaint("beyond float64", () -> scaled.decode(large, new double[3], key(0)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            top-k                                | neither
            top-k(k=1, fraction=0.1)             | both
            top-k(fraction=-0.1)                 | fraction
            top-k(k=-1)                          | k
            random-k(fraction=2)                 | fraction
            random-k(k=2.5)                      | k
            qsgd(levels=0)                       | levels
            identity(precision=float8)           | float64, float32, float16, bfloat16
            seed-only(directions=0)              | directions
            seed-only(format=int8)               | log9
            topk(k=1)                            | did you mean 'top-k'
            """)
    void aWrongOptionIsNamedInOneLine(String spec, String named) {
        String complaint = Expect.complaint(() -> Codec.parse(spec));
        assertTrue(complaint.contains(named), complaint);
    }
}
