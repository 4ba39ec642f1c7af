package org.gradus.federated.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.gradus.federated.random.Expect;
import org.gradus.federated.random.Keyed;
import org.gradus.federated.random.Purpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PrecisionTest {
    /** All 63,488 finite float16 numbers, and all 65,280 finite bfloat16 ones. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "BFLOAT16"})
    void everyShortNumberComesBackToItsBits(Precision precision) {
        int finite = 0;
        for (int bits = 0; bits < 1 << 16; bits++) {
            double value;
            try {
                value = precision.decode(bits);
            } catch (IllegalArgumentException e) {
                continue;
            }
            finite++;
            assertEquals(bits, precision.encode(value));
            if (precision == Precision.BFLOAT16) assertEquals(Float.intBitsToFloat(bits << 16), value);
        }
        assertEquals(precision == Precision.FLOAT16 ? 63_488 : 65_280, finite);
    }

    /** Between two neighbours the nearer one, and of equally near ones the even. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "BFLOAT16"})
    void roundingIsToNearestTiesToEven(Precision precision) {
        int largest = precision == Precision.FLOAT16 ? 0x7BFF : 0x7F7F;
        for (int bits = 0; bits < largest; bits++) {
            double low = precision.decode(bits);
            double high = precision.decode(bits + 1);
            double middle = low + (high - low) / 2;
            assertEquals((bits & 1) == 0 ? low : high, precision.round(middle));
            assertEquals(low, precision.round(Math.nextDown(middle)));
            assertEquals(-high, precision.round(-Math.nextUp(middle)));
        }
    }

    @Property
    void float32IsTheCast(@ForAll long bits) {
        double value = Double.longBitsToDouble(bits);
        float cast = (float) value;
        if (!Float.isFinite(cast)) return;
        assertEquals(Float.floatToRawIntBits(cast), (int) Precision.FLOAT32.encode(value));
        assertEquals(cast, Precision.FLOAT32.round(value));
    }

    /** The same near the numbers that matter: subnormal, normal, halves of units, the largest. */
    @Test
    void float32IsTheCastAtAllMagnitudes() {
        Keyed random = Keyed.of(1, 0, 0, 0, Purpose.CODEC);
        for (int i = 0; i < 400_000; i++) {
            double value = Math.scalb(random.nextGaussian(), random.nextInt(290) - 160);
            if (Float.isFinite((float) value)) assertEquals((float) value, Precision.FLOAT32.round(value));
            float halfway = (float) value;
            double tie = (halfway + (double) Math.nextUp(halfway)) / 2;
            if (Float.isFinite((float) tie)) assertEquals((float) tie, Precision.FLOAT32.round(tie));
        }
    }

    @ParameterizedTest
    @CsvSource({"FLOAT16, 1, 3c00", "FLOAT16, -2, c000", "FLOAT16, 65504, 7bff", "FLOAT16, 6e-8, 1", "FLOAT16, 1e-8, 0",
        "FLOAT16, 0.1, 2e66", "FLOAT16, 65519.99, 7bff", "BFLOAT16, 0.1, 3dcd", "BFLOAT16, 1, 3f80", "FLOAT16, -0.0, 8000",
        "FLOAT32, 1e-45, 1", "FLOAT32, -0.0, 80000000", "FLOAT64, -0.0, 8000000000000000"})
    void knownBits(Precision precision, double value, String bits) {
        assertEquals(Long.parseUnsignedLong(bits, 16), precision.encode(value));
    }

    @Test
    void whatDoesNotFitIsOneClearLine() {
        assertEquals("65520.0 does not fit float16, whose largest number is 65504.0: choose a precision with more range",
                Expect.complaint(() -> Precision.FLOAT16.encode(65520)));
        Expect.complaint("-1.0E300 does not fit float32", () -> Precision.FLOAT32.encode(-1e300));
        for (Precision precision : Precision.values()) {
            Expect.complaint("NaN", () -> precision.encode(Double.NaN));
            Expect.complaint("-Infinity", () -> precision.encode(Double.NEGATIVE_INFINITY));
            Expect.complaint("not finite", () -> precision.decode(-1));
        }
    }
}
