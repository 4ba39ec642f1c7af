package org.gradus.theory;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Numbers of an independent implementation, and how near ours must be. */
public final class Golden {
    private Golden() {}

    /** A file of {@code golden/}, without its extension. */
    public static JsonNode read(String file) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + file + ".json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static double[] numbers(JsonNode array) {
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) numbers[i] = array.get(i).doubleValue();
        return numbers;
    }

    public static void close(String what, double expected, double actual, double relative) {
        assertTrue(Math.abs(expected - actual) <= relative * Math.abs(expected) + 1e-15,
                what + ": expected " + expected + ", but was " + actual);
    }

    public static void close(String what, double[] expected, double[] actual, double relative) {
        for (int i = 0; i < expected.length; i++) close(what + "[" + i + "]", expected[i], actual[i], relative);
    }

    /** Counts of iterations: within 1 or half a per cent. */
    public static void count(String what, double expected, double actual) {
        assertTrue(Math.abs(expected - actual) <= Math.max(1, 0.005 * expected), what + ": expected " + expected
                + ", but was " + actual);
    }
}
