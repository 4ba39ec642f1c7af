package org.gradus.experiments.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gradus.optim.Optimizer;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;
import org.gradus.optim.rule.Optimizers;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a trace file says: an optimizer, where the parameters start, and where gradients come from.
 *
 * @param steps how many steps are made
 */
record TraceCase(Tensors parameters, Optimizer optimizer, Gradients gradients, int steps) {
    static final String FORMAT = "gradus-trace-1";

    private static final List<String> KEYS =
            List.of("format", "params", "optimizer", "gradients", "objective", "steps", "noise");
    /** Parts of the format that replay LoRA pairs, outer optimizers and simulations. */
    private static final List<String> LATER = List.of("pairs", "productGradients", "outer", "deltas", "simulation",
            "algorithm", "clientGradients", "clientQuadratics", "participants");

    /** Where the gradient of a step comes from. */
    interface Gradients {
        Tensors at(int step, Tensors parameters);
    }

    static TraceCase read(JsonNode root) {
        if (!root.isObject()) throw new InvalidInput("expected an object with params, optimizer and gradients or objective");
        checkKeys(root);
        Tensors parameters = tensors(require(root, "params"), "params");
        if (parameters.size() == 0) throw new InvalidInput("params is empty; name at least one parameter");
        Optimizer optimizer = optimizer(require(root, "optimizer"));
        if (root.has("gradients") == root.has("objective")) {
            throw new InvalidInput(root.has("gradients") ? "gradients and objective exclude each other; leave one out"
                    : "there are no gradients; give gradients, one object a step, or an objective");
        }
        if (root.has("objective")) return onObjective(root, parameters, optimizer);
        reject(root, "steps", "objective");
        reject(root, "noise", "objective");
        List<Tensors> gradients = gradients(root.get("gradients"));
        return new TraceCase(parameters, optimizer, (step, p) -> gradients.get(step), gradients.size());
    }

    private static TraceCase onObjective(JsonNode root, Tensors parameters, Optimizer optimizer) {
        JsonNode steps = require(root, "steps");
        if (!steps.isInt() || steps.intValue() < 1) throw new InvalidInput("steps must be a whole number >= 1");
        Quadratic quadratic = Quadratic.read(root.get("objective"), root.get("noise"), parameters, steps.intValue());
        return new TraceCase(parameters, optimizer, quadratic, steps.intValue());
    }

    private static void checkKeys(JsonNode root) {
        root.fieldNames().forEachRemaining(key -> {
            if (LATER.contains(key)) {
                throw new InvalidInput("'" + key + "' is not replayed by this build, which has one optimizer on params alone");
            }
            if (!KEYS.contains(key)) throw Names.unknown("key", key, KEYS);
        });
        if (root.has("format") && !FORMAT.equals(root.get("format").asText())) {
            throw new InvalidInput("format must be " + FORMAT);
        }
    }

    private static Optimizer optimizer(JsonNode node) {
        try {
            return Optimizers.read(new ObjectMapper().convertValue(node, Object.class));
        } catch (InvalidInput e) {
            throw e.in("optimizer");
        }
    }

    private static List<Tensors> gradients(JsonNode node) {
        if (!node.isArray() || node.isEmpty()) throw new InvalidInput("gradients must be a list of one object a step");
        List<Tensors> gradients = new ArrayList<>();
        for (JsonNode step : node) gradients.add(tensors(step, "gradients[" + gradients.size() + "]"));
        return gradients;
    }

    private static Tensors tensors(JsonNode node, String where) {
        if (!node.isObject()) throw new InvalidInput(where + " must be an object of names and nested arrays");
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        node.fields().forEachRemaining(f -> arrays.put(f.getKey(), NestedArray.read(f.getValue(), where + "." + f.getKey())));
        return Tensors.of(arrays);
    }

    static JsonNode require(JsonNode node, String key) {
        if (!node.has(key)) throw new InvalidInput("'" + key + "' is missing");
        return node.get(key);
    }

    private static void reject(JsonNode root, String key, String only) {
        if (root.has(key)) throw new InvalidInput(key + " belongs to an " + only + "; with gradients leave it out");
    }
}
