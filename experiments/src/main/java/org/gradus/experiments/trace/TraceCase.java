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
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.tensor.LoraPair;
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
            List.of("format", "params", "pairs", "optimizer", "gradients", "productGradients", "objective", "steps", "noise");

    private static final List<String> PAIR = List.of("name", "up", "down", "layout", "scale");

    /** Where the gradient of a step comes from. */
    interface Gradients {
        Tensors at(int step, Tensors parameters);
    }

    static TraceCase read(JsonNode root) {
        if (!root.isObject()) throw new InvalidInput("expected an object with params, optimizer and gradients or objective");
        checkKeys(root);
        Tensors parameters = parameters(root);
        Optimizer optimizer = optimizer(require(root, "optimizer"));
        if (root.has("objective")) {
            reject(root, "gradients", "objective");
            reject(root, "pairs", "objective");
            reject(root, "productGradients", "objective");
            return onObjective(root, parameters, optimizer);
        }
        if (root.has("steps") || root.has("noise")) {
            throw new InvalidInput((root.has("steps") ? "steps" : "noise") + " belongs to an objective; with gradients leave it out");
        }
        List<Tensors> gradients = root.has("gradients") ? gradients(root.get("gradients"), "gradients") : null;
        List<Tensors> products = root.has("productGradients") ? gradients(root.get("productGradients"), "productGradients") : null;
        if (gradients == null && products == null) {
            throw new InvalidInput("there are no gradients; give gradients (or for pairs productGradients), one object a step, or"
                    + " an objective");
        }
        if (gradients != null && products != null && gradients.size() != products.size()) {
            throw new InvalidInput("gradients has " + gradients.size() + " steps, but productGradients has " + products.size());
        }
        int steps = (gradients == null ? products : gradients).size();
        return new TraceCase(parameters, optimizer, (step, p) -> {
            Tensors given = gradients == null ? Tensors.of(Map.of()) : gradients.get(step);
            return products == null ? given : given.with(ofFactors(products.get(step), p));
        }, steps);
    }

    /** Where the parameters start, pairs among them; the format, if it is named, must be ours. */
    static Tensors parameters(JsonNode root) {
        if (root.has("format") && !FORMAT.equals(root.get("format").asText())) throw new InvalidInput("format must be " + FORMAT);
        Tensors plain = root.has("params") ? tensors(root.get("params"), "params") : Tensors.of(Map.of());
        List<LoraPair> pairs = new ArrayList<>();
        if (root.has("pairs")) {
            if (!root.get("pairs").isArray()) throw new InvalidInput("pairs must be a list of {name, up, down, layout}");
            for (JsonNode node : root.get("pairs")) pairs.add(pair(node, "pairs[" + pairs.size() + "]"));
        }
        if (!root.has("params") && !root.has("pairs")) throw new InvalidInput("'params' is missing (or pairs)");
        Tensors all = plain.with(pairs.toArray(LoraPair[]::new));
        if (all.size() == 0) throw new InvalidInput("params is empty; name at least one parameter or pair");
        return all;
    }

    private static LoraPair pair(JsonNode node, String where) {
        if (!node.isObject()) throw new InvalidInput(where + " must be an object {name, up, down, layout}");
        node.fieldNames().forEachRemaining(key -> {
            if (!PAIR.contains(key)) throw Names.unknown("key", key, PAIR).in(where);
        });
        try {
            String name = require(node, "name").asText();
            JsonNode scale = node.get("scale");
            if (scale != null && !scale.isNumber()) throw new InvalidInput("scale must be a number");
            return new LoraPair(name, NestedArray.read(require(node, "up"), "up"), NestedArray.read(require(node, "down"), "down"),
                    LoraPair.Layout.parse(require(node, "layout").asText()), scale == null ? 1 : scale.asDouble());
        } catch (InvalidInput e) {
            throw e.in(where);
        }
    }

    /** Gradients of the factors where they stand now, by the chain rule. */
    private static LoraPair[] ofFactors(Tensors products, Tensors parameters) {
        List<String> names = parameters.pairs().stream().map(LoraPair::name).toList();
        products.names().forEach(name -> {
            if (!names.contains(name)) throw Names.unknown("pair", name, names);
        });
        return parameters.pairs().stream().filter(pair -> products.contains(pair.name()))
                .map(pair -> pair.gradients(products.get(pair.name()))).toArray(LoraPair[]::new);
    }

    private static TraceCase onObjective(JsonNode root, Tensors parameters, Optimizer optimizer) {
        JsonNode steps = require(root, "steps");
        if (!steps.isInt() || steps.intValue() < 1) throw new InvalidInput("steps must be a whole number >= 1");
        Quadratic quadratic = Quadratic.read(root.get("objective"), root.get("noise"), parameters, steps.intValue());
        return new TraceCase(parameters, optimizer, quadratic, steps.intValue());
    }

    private static void checkKeys(JsonNode root) {
        root.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key)) throw Names.unknown("key", key, KEYS);
        });
    }

    private static Optimizer optimizer(JsonNode node) {
        try {
            return Optimizers.read(new ObjectMapper().convertValue(node, Object.class));
        } catch (InvalidInput e) {
            throw e.in("optimizer");
        }
    }

    private static List<Tensors> gradients(JsonNode node, String key) {
        if (!node.isArray() || node.isEmpty()) throw new InvalidInput(key + " must be a list of one object a step");
        List<Tensors> gradients = new ArrayList<>();
        for (JsonNode step : node) gradients.add(tensors(step, key + "[" + gradients.size() + "]"));
        return gradients;
    }

    static Tensors tensors(JsonNode node, String where) {
        if (!node.isObject()) throw new InvalidInput(where + " must be an object of names and nested arrays");
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        node.fields().forEachRemaining(f -> arrays.put(f.getKey(), NestedArray.read(f.getValue(), where + "." + f.getKey())));
        return Tensors.of(arrays);
    }

    static JsonNode require(JsonNode node, String key) {
        if (!node.has(key)) throw new InvalidInput("'" + key + "' is missing");
        return node.get(key);
    }

    private static void reject(JsonNode root, String key, String with) {
        if (root.has(key)) throw new InvalidInput(key + " and " + with + " exclude each other; leave one out");
    }
}
