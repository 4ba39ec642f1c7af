package org.gradus.experiments.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gradus.federated.Simulation;
import org.gradus.federated.algorithm.Algorithms;
import org.gradus.federated.rule.Rules;
import org.gradus.federated.rule.Symbols;
import org.gradus.optim.Optimizer;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.option.Catalogue;
import org.gradus.optim.option.Entry;
import org.gradus.optim.schedule.Schedule;

/** What a catalogue reads: a type's name, text with options, or a map with a {@code type}. */
final class CatalogueSchema {
    private static final String DELAYED = "delayed-";

    private final Catalogue<?> catalogue;
    private final String name;
    private final boolean optimizers;

    CatalogueSchema(Catalogue<?> catalogue) {
        this.catalogue = catalogue;
        this.name = OptionSchema.name(catalogue);
        this.optimizers = catalogue.family() == Optimizer.class;
    }

    /** The catalogue by its name, and each of its records as {@code NAME.TYPE}. */
    Map<String, Object> definitions() {
        Map<String, Object> records = new LinkedHashMap<>();
        Map<String, String> names = new LinkedHashMap<>();
        for (String type : catalogue.types()) {
            boolean shared = optimizers && catalogue != Optimizers.CATALOGUE && !hasDelayedForm(type)
                    && Optimizers.CATALOGUE.types().contains(type)
                    && Optimizers.CATALOGUE.find(type) == catalogue.find(type);
            names.put(type, shared ? "optimizer." + type : name + "." + type);
            if (!shared) records.put(name + "." + type, record(type));
        }
        if (optimizers) {
            names.put("chain", "optimizer.chain");
            names.put("route", "optimizer.route");
        }
        if (catalogue == Optimizers.CATALOGUE) {
            records.put("optimizer.chain", chain());
            records.put("optimizer.route", route());
        }
        List<Object> each = new ArrayList<>();
        names.forEach((type, definition) -> each.add(Node.of(
                "if", Node.of("properties", Node.of("type", Node.of("const", type)), "required", List.of("type")),
                "then", Node.ref(definition))));
        Map<String, Object> definitions = Node.of(name, value(), name + ".options", Node.of("type", "object",
                "properties", Node.of("type", Node.of("enum", List.copyOf(names.keySet()))), "required", List.of("type"),
                "allOf", each));
        definitions.putAll(records);
        return definitions;
    }

    private Map<String, Object> value() {
        List<String> types = List.copyOf(catalogue.types());
        List<Object> forms = new ArrayList<>();
        if (catalogue.family() == Schedule.class) forms.add(Node.ref("number"));
        forms.add(Node.with(Node.of("type", "string"), Node.either(Node.of("enum", types),
                Node.of("pattern", "^\\s*(" + String.join("|", types) + ")\\s*(\\(.*\\))?\\s*$"))));
        forms.add(Node.ref(name + ".options"));
        if (optimizers) forms.add(Node.with(Node.listOf(Node.ref(name)), "minItems", 1, "description", "a chain of stages"));
        return Node.of("anyOf", forms);
    }

    private boolean hasDelayedForm(String type) {
        return catalogue == Rules.INNER && catalogue.types().contains(DELAYED + type);
    }

    private Map<String, Object> record(String type) {
        Class<?> record = catalogue.find(type);
        Entry entry = Catalogue.entry(record);
        Map<String, Object> properties = Node.of("type", Node.of("const", type));
        properties.putAll(OptionSchema.options(record));
        if (hasDelayedForm(type)) {
            OptionSchema.options(catalogue.find(DELAYED + type)).forEach((option, schema) ->
                    properties.merge(option, schema, (one, other) -> one.equals(other) ? one : Node.either(one, other)));
        }
        Map<String, String> others = new TreeMap<>(OptionSchema.aliases(record));
        if (optimizers || catalogue == Algorithms.CATALOGUE) others.putAll(Symbols.of(type, properties::containsKey));
        // Editors do not offer what stands in patterns: papers' symbols are valid, but the names are to be preferred.
        Map<String, Object> patterns = new TreeMap<>();
        others.forEach((other, option) ->
                patterns.put("^" + other + "$", Node.without(properties.get(option), "description", "default")));
        if (optimizers) patterns.put("^name$", stageName());
        Map<String, Object> schema = Node.of("description", about(entry), "type", "object", "properties", properties);
        List<Object> also = new ArrayList<>();
        List<String> required = new ArrayList<>(List.of("type"));
        for (String option : OptionSchema.required(record)) {
            if (others.containsValue(option)) also.add(anyName(option, others));
            else required.add(option);
        }
        schema.put("required", required);
        if (catalogue == Algorithms.CATALOGUE) {
            if (properties.containsKey("inner")) patterns.putAll(ofInnerOptimizers());
            // The options of a round may stand among those of the method.
            Map<String, Map<String, Object>> round = OptionSchema.options(Simulation.class);
            round.keySet().removeAll(List.of("inner", "outer"));
            if (round.keySet().stream().noneMatch(properties::containsKey)) also.add(Node.ref("round"));
            round.keySet().forEach(option -> properties.putIfAbsent(option, true));
        }
        if (!patterns.isEmpty()) schema.put("patternProperties", patterns);
        if (!also.isEmpty()) schema.put("allOf", also);
        schema.put("additionalProperties", false);
        return schema;
    }

    /** Options of the method's own inner optimizer may stand among those of the method. */
    private static Map<String, Object> ofInnerOptimizers() {
        TreeSet<String> options = new TreeSet<>(List.of("eta"));
        Rules.INNER.types().forEach(type -> options.addAll(OptionSchema.options(Rules.INNER.find(type)).keySet()));
        return Node.of("^(" + String.join("|", options) + ")$", true);
    }

    private static Object anyName(String option, Map<String, String> others) {
        List<Object> names = new ArrayList<>(List.of(Node.of("required", List.of(option))));
        others.forEach((other, stands) -> {
            if (stands.equals(option)) names.add(Node.of("required", List.of(other)));
        });
        return Node.of("anyOf", names);
    }

    private static String about(Entry entry) {
        return entry.about() + (entry.source().isEmpty() ? "" : " (" + entry.source() + ")");
    }

    private static Map<String, Object> stageName() {
        return Node.of("type", "string", "description", "in a chain: begins the names of the stage's state");
    }

    private static Map<String, Object> chain() {
        return Node.with(Node.of("description", "stages one after the other; a list is short for it"),
                Node.closed(Node.of("type", Node.of("const", "chain"), "name", stageName(), "stages",
                        Node.with(Node.listOf(Node.ref("optimizer")), "minItems", 1)), List.of("type", "stages")));
    }

    private static Map<String, Object> route() {
        Map<String, Object> branch = Node.closed(Node.of("name", Node.of("type", "string"),
                "match", Node.of("type", "string", "description", "parameters of this name, * for any characters"),
                "minRank", Node.of("type", "integer", "description", "parameters of so many axes or more"),
                "pairs", Node.of("const", true, "description", "the factors of pairs"),
                "use", Node.ref("optimizer")), List.of("name", "use"));
        return Node.with(Node.of("description", "each parameter goes to the first branch that takes it"),
                Node.closed(Node.of("type", Node.of("const", "route"), "name", stageName(), "branches", Node.listOf(branch),
                        "otherwise", Node.ref("optimizer")), List.of("type", "branches")));
    }
}
