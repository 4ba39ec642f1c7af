package org.gradus.optim.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The golden numbers of {@code golden/schedules.json}. */
final class Golden {
    private Golden() {}

    static JsonNode read(String key) {
        try (InputStream file = Golden.class.getResourceAsStream("/golden/schedules.json")) {
            return new ObjectMapper().readTree(file).required(key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static double[] numbers(JsonNode array) {
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) numbers[i] = array.get(i).doubleValue();
        return numbers;
    }
}
