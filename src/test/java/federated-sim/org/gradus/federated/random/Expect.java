package org.gradus.federated.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.gradus.optim.option.InvalidInput;
import org.junit.jupiter.api.function.Executable;

/** Assertions that the tests of several packages share. */
public final class Expect {
    private Expect() {}

    /** The one line that bad input gets. */
    public static String complaint(Executable bad) {
        String message = assertThrows(InvalidInput.class, bad).getMessage();
        assertFalse(message.contains("\n"), message);
        return message;
    }

    /** Bad input gets one line, with these words in it. */
    public static void complaint(String words, Executable bad) {
        String message = complaint(bad);
        assertTrue(message.contains(words), message);
    }

    /** Chi-square against equal chances: at a fixed key, a p-value below 1e-4 is a bug and not bad luck. */
    public static void equallyOften(long[] counts) {
        double[] expected = new double[counts.length];
        Arrays.fill(expected, Arrays.stream(counts).sum() / (double) counts.length);
        double p = new ChiSquareTest().chiSquareTest(expected, counts);
        assertTrue(p > 1e-4, "p = " + p + " for " + Arrays.toString(counts));
    }

    /** Within 5 standard errors. */
    public static void near(double expected, double mean, double standardError) {
        assertEquals(expected, mean, 5 * standardError);
    }
}
