package org.gradus.experiments.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.optim.option.InvalidInput;

/**
 * 233 State of the Union addresses of 43 presidents, 1790 to 2021: what each has said, in the order of their first
 * addresses. Public domain texts, collected by stdlib's {@code datasets-sotu}, CC0 1.0.
 */
public final class Addresses {
    private static final String FILE = "sotu.jsonl.gz";
    private static final int ADDRESSES = 233;

    private Addresses() {}

    /** All addresses of one president, one after another with a line feed between, in UTF-8. */
    public record President(String name, byte[] text) {}

    /** The presidents; parsed once. */
    public static List<President> load() {
        return Parsed.PRESIDENTS;
    }

    private static final class Parsed {
        static final List<President> PRESIDENTS = parse(DataFile.lines(FILE));
    }

    static List<President> parse(List<String> lines) {
        if (lines.size() != ADDRESSES) {
            throw new InvalidInput("data/" + FILE + " has " + lines.size() + " lines, but must have " + ADDRESSES
                    + "; restore the original file");
        }
        ObjectMapper json = new ObjectMapper();
        Map<String, StringBuilder> texts = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            JsonNode address = address(json, lines.get(i), i + 1);
            StringBuilder text = texts.computeIfAbsent(address.path("president").asText(), name -> new StringBuilder());
            if (!text.isEmpty()) text.append('\n');
            text.append(address.path("text").asText());
        }
        List<President> presidents = new ArrayList<>();
        texts.forEach((name, text) -> presidents.add(new President(name, text.toString().getBytes(StandardCharsets.UTF_8))));
        return List.copyOf(presidents);
    }

    private static JsonNode address(ObjectMapper json, String line, int number) {
        try {
            JsonNode address = json.readTree(line);
            if (address.path("president").isTextual() && address.path("text").isTextual()) return address;
        } catch (JsonProcessingException e) {
            // the one message below
        }
        throw new InvalidInput("data/" + FILE + " line " + number + " is no address with president and text; restore the original file");
    }
}
