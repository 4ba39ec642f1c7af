package org.gradus.experiments.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.gradus.experiments.document.Json;

/** Pieces of a schema, in a fixed order: equal catalogues give equal text. */
final class Node {
    private static final int LINE = 120;

    private Node() {}

    static Map<String, Object> of(Object... keysAndValues) {
        Map<String, Object> node = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) node.put((String) keysAndValues[i], keysAndValues[i + 1]);
        return node;
    }

    static Map<String, Object> ref(String definition) {
        return of("$ref", "#/$defs/" + definition);
    }

    static Map<String, Object> listOf(Object items) {
        return of("type", "array", "items", items);
    }

    static Map<String, Object> either(Object... alternatives) {
        return of("anyOf", List.of(alternatives));
    }

    /** An object that has no other keys. */
    static Map<String, Object> closed(Map<String, ?> properties, List<String> required) {
        Map<String, Object> node = of("type", "object", "properties", properties);
        if (!required.isEmpty()) node.put("required", required);
        node.put("additionalProperties", false);
        return node;
    }

    static Map<String, Object> with(Map<String, Object> node, Object... keysAndValues) {
        return with(node, of(keysAndValues));
    }

    static Map<String, Object> with(Map<String, Object> node, Map<String, Object> more) {
        node.putAll(more);
        return node;
    }

    static Map<String, Object> without(Object node, String... keys) {
        Map<String, Object> copy = of();
        ((Map<?, ?>) node).forEach((key, value) -> copy.put((String) key, value));
        copy.keySet().removeAll(List.of(keys));
        return copy;
    }

    /** As JSON, every piece on one line that fits on one. */
    static String text(Object node, String indent) {
        String line = Json.line(node);
        boolean list = node instanceof List<?>;
        if (line.length() + indent.length() <= LINE || !list && !(node instanceof Map<?, ?>)) return line;
        String deeper = indent + "  ";
        String inside = list
                ? ((List<?>) node).stream().map(v -> deeper + text(v, deeper)).collect(Collectors.joining(",\n"))
                : ((Map<?, ?>) node).entrySet().stream()
                        .map(e -> deeper + Json.line(e.getKey()) + ": " + text(e.getValue(), deeper))
                        .collect(Collectors.joining(",\n"));
        return (list ? "[" : "{") + "\n" + inside + "\n" + indent + (list ? "]" : "}");
    }
}
