package org.gradus.optim.lora;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.math3.linear.RealMatrix;

/** How a case of {@code golden/lora-rite.json} is to be run. */
final class GoldenCase {
    private GoldenCase() {}

    /** Its options, every one of them, as Gradus names them. */
    static Map<String, Object> options(JsonNode c) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("type", "lora-rite");
        c.required("config").fields().forEachRemaining(f -> {
            String name = f.getKey().equals("weightDecayDecoupled") ? "weightDecay" : f.getKey();
            options.put(name, f.getKey().equals("inverse") ? inverse(f.getValue().asText()) : Golden.value(f.getValue()));
        });
        return options;
    }

    private static String inverse(String name) {
        return name.toLowerCase().replace('_', '-');
    }

    /** The gradient of the product at step t = 0, 1, ...: prescribed, or a multiple of Z - T. */
    static RealMatrix gradient(JsonNode c, int t, RealMatrix z) {
        String how = c.required("gradient").asText();
        RealMatrix difference = z.subtract(Golden.input("T"));
        return switch (how) {
            case "prescribed G_list" -> Golden.matrix(Golden.RITE.required("inputs").required("G_list").get(t));
            case "G = Z - T" -> difference;
            case "G = 3 (Z - T)" -> difference.scalarMultiply(3);
            default -> throw new IllegalStateException(how);
        };
    }
}
