package org.gradus.optim.lora;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;

/** The golden numbers of {@code golden/lora-rite.json} (arXiv 2410.20625) and {@code golden/lora.json} (baselines). */
final class Golden {
    private static final ObjectMapper JSON = new ObjectMapper();
    static final JsonNode RITE = read("lora-rite.json");

    private Golden() {}

    static JsonNode read(String file) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + file)) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RealMatrix matrix(JsonNode rows) {
        return MatrixUtils.createRealMatrix(JSON.convertValue(rows, double[][].class));
    }

    static Object value(JsonNode node) {
        return JSON.convertValue(node, Object.class);
    }

    static Factors factors(JsonNode holder) {
        return new Factors(matrix(holder.required("A0")), matrix(holder.required("B0")));
    }

    static RealMatrix input(String name) {
        return matrix(RITE.required("inputs").required(name));
    }
}
