package org.gradus.federated.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.gradus.federated.random.Expect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** One scalar of shared-seed zeroth-order training on the wire (arXiv 2306.10015). */
class ScalarFormatTest {
    private static byte[] bytes(ScalarFormat format, double... scalars) {
        return format.encode(scalars);
    }

    /** Value, exponent and restored value of the published quantizer, code and restored value of the byte. */
    @ParameterizedTest
    @CsvSource({"1, 0, 1, 64, 1", "-0.5, -11, -0.5028316, 186, -0.4723666", "0.03, -56, 0.0301974, 36, 0.0301974",
        "1e-5, -127, 3.571e-4, 0, 0", "3000, 127, 2800.35, 127, 2630.69",
        "-2.718281828459045, 16, -2.718281828459045, 200, -2.718281828459045"})
    void examples(double g, int exponent, double logValue, int code, double byteValue) {
        byte[] log9 = bytes(ScalarFormat.LOG9, g);
        assertArrayEquals(new byte[] {(byte) (exponent + 128), (byte) (g < 0 ? 1 : 0)}, log9);
        assertEquals(logValue, ScalarFormat.LOG9.round(g), Math.abs(logValue) * 2e-4);
        assertArrayEquals(new byte[] {(byte) code}, bytes(ScalarFormat.BYTE, g));
        assertEquals(byteValue, ScalarFormat.BYTE.round(g), Math.abs(byteValue) * 2e-6);
    }

    @Test
    void everyLegalByteComesBackAndTheIllegalOneIsRefused() {
        for (int code = 0; code < 256; code++) {
            byte[] payload = {(byte) code};
            if (code == 0x80) {
                Expect.complaint("byte never sends", () -> ScalarFormat.BYTE.decode(payload, 1));
            } else {
                assertArrayEquals(payload, ScalarFormat.BYTE.encode(ScalarFormat.BYTE.decode(payload, 1)));
            }
        }
        for (int code = 0; code < 512; code++) {
            byte[] payload = {(byte) code, (byte) (code >> 8)};
            if (code == 256) {
                Expect.complaint(() -> ScalarFormat.LOG9.decode(payload, 1));
            } else {
                assertArrayEquals(payload, ScalarFormat.LOG9.encode(ScalarFormat.LOG9.decode(payload, 1)));
            }
        }
        Expect.complaint("log9 never sends", () -> ScalarFormat.LOG9.decode(new byte[] {5, 2}, 1));
    }

    @ParameterizedTest
    @EnumSource
    void roundingIsOddMonotoneAndIdempotent(ScalarFormat format) {
        double previous = Double.NEGATIVE_INFINITY;
        for (int i = -4000; i <= 4000; i++) {
            double g = Math.signum(i) * (Math.exp(Math.abs(i) / 200.0) - 1) * 1e-5;
            double rounded = format.round(g);
            assertTrue(rounded >= previous, format + " at " + g);
            if (i != 0) assertEquals(0 - rounded, format.round(-g));
            assertEquals(rounded, format.round(rounded));
            previous = rounded;
        }
    }

    @Property
    void relativeErrorsStayInTheirBounds(@ForAll @DoubleRange(min = -7.87, max = 7.87) double log) {
        double g = Math.exp(log);
        assertEquals(g, ScalarFormat.BYTE.round(g), g * (Math.exp(1 / 16.0) - 1) * (1 + 1e-12));
        assertEquals(g, ScalarFormat.LOG9.round(g), g * (Math.exp(1 / 32.0) - 1) * (1 + 1e-12));
        assertEquals(g, ScalarFormat.FLOAT32.round(g), g * 0x1p-24);
        assertEquals(g, ScalarFormat.FLOAT64.round(g));
    }

    @Test
    void theEndsOfTheByte() {
        double smallest = Math.exp(-63 / 8.0);
        assertEquals(0, ScalarFormat.BYTE.round(smallest * 0.4999));
        assertEquals(smallest, ScalarFormat.BYTE.round(smallest * 0.5001), 1e-15);
        assertEquals(-smallest, ScalarFormat.BYTE.round(-smallest * 0.9), 1e-15);
        assertEquals(Math.exp(63 / 8.0), ScalarFormat.BYTE.round(Double.MAX_VALUE), 1e-9);
        assertEquals(0, ScalarFormat.LOG9.round(0));
        assertEquals(Math.exp(-127 / 16.0), ScalarFormat.LOG9.round(Double.MIN_VALUE), 1e-15);
    }

    @Test
    void signsArePackedEightToAByte() {
        byte[] payload = bytes(ScalarFormat.SIGN, 1, -2, 0, -0.5, 4, 5, 6, -7, -8);
        assertArrayEquals(new byte[] {(byte) 0b10001010, 1}, payload);
        assertArrayEquals(new double[] {1, -1, 1, -1, 1, 1, 1, -1, -1}, ScalarFormat.SIGN.decode(payload, 9));
        Expect.complaint("beyond its end", () -> ScalarFormat.SIGN.decode(new byte[] {0, 2}, 9));
    }

    @ParameterizedTest
    @CsvSource({"FLOAT64, 8", "FLOAT32, 4", "LOG9, 2", "BYTE, 1"})
    void bytesAreThoseOfTheFormat(ScalarFormat format, int each) {
        for (int count : new int[] {0, 1, 7, 100}) {
            assertEquals(count * each, format.bytes(count));
            assertEquals(count * each, format.encode(new double[count]).length);
        }
        assertEquals(13, ScalarFormat.SIGN.bytes(100));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotFiniteIsNeverSent(ScalarFormat format) {
        assertEquals("scalar 1 is NaN: only finite numbers are sent",
                Expect.complaint(() -> bytes(format, 1, Double.NaN)));
        Expect.complaint("scalar 0", () -> bytes(format, Double.POSITIVE_INFINITY));
        Expect.complaint("3 bytes", () -> format.decode(new byte[3], 7));
    }
}
