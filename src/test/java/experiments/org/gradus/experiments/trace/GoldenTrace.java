package org.gradus.experiments.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gradus.experiments.document.Json;

/** Golden files of federated methods, played as trace files. */
final class GoldenTrace {
    static final ObjectMapper JSON = new ObjectMapper();

    private GoldenTrace() {}

    static JsonNode golden(String name) {
        try {
            return JSON.readTree(Files.readString(Path.of(System.getProperty("gradus.root"), "src/test/resources/golden",
                    name)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The answer to a case, as a reader of the file sees it. */
    static JsonNode play(ObjectNode trace) {
        try {
            Path file = Files.createTempFile("gradus-trace", ".json");
            try {
                Files.writeString(file, JSON.writeValueAsString(trace));
                return JSON.readTree(Json.line(Replay.of(file)));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static ObjectNode object(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The one parameter {@code x} of this value. */
    static ObjectNode named(JsonNode value) {
        ObjectNode object = JSON.createObjectNode();
        object.set("x", value);
        return object;
    }

    /** Every entry wrapped by {@link #named}, at a depth of nested lists. */
    static JsonNode namedAt(int depth, JsonNode value) {
        if (depth == 0) return named(value);
        ArrayNode list = JSON.createArrayNode();
        value.forEach(entry -> list.add(namedAt(depth - 1, entry)));
        return list;
    }

    /** To a relative 1e-12, with a floor of 1e-13, entry by entry. */
    static void assertClose(JsonNode expected, JsonNode actual, String where) {
        if (expected.isArray()) {
            assertEquals(expected.size(), actual.size(), where);
            for (int i = 0; i < expected.size(); i++) assertClose(expected.get(i), actual.get(i), where + "[" + i + "]");
        } else {
            double value = expected.asDouble();
            assertEquals(value, actual.asDouble(), Math.max(1e-13, 1e-12 * Math.abs(value)), where);
        }
    }
}
