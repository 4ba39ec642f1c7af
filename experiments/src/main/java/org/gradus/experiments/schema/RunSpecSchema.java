package org.gradus.experiments.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.experiments.search.Tuning;
import org.gradus.experiments.spec.Budget;
import org.gradus.experiments.spec.Catalogues;
import org.gradus.experiments.spec.Collection;
import org.gradus.experiments.spec.ComparisonRule;
import org.gradus.experiments.spec.RunSpec;
import org.gradus.experiments.spec.SimulationSpec;
import org.gradus.experiments.spec.Study;
import org.gradus.federated.Simulation;
import org.gradus.federated.algorithm.Algorithms;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.option.Catalogue;

/**
 * JSON Schema (draft 2020-12) of run specs of every kind, with what extensions add. It knows names, types, defaults and
 * what must be given; ranges, and what only several options together tell, are for the reader of specs alone.
 */
public final class RunSpecSchema {
    private RunSpecSchema() {}

    public static String text() {
        Map<String, Object> definitions = new LinkedHashMap<>(OptionSchema.numbers());
        definitions.put("run", run());
        definitions.put("simulation", simulation());
        definitions.put("collection", Node.closed(OptionSchema.options(Collection.class), List.of("runs")));
        definitions.put("comparison", comparison());
        definitions.put("tuning", tuning());
        definitions.put("study", study());
        definitions.putAll(definitionsOfParts());
        definitions.put("round", Node.of("properties", OptionSchema.options(Simulation.class)));
        for (Catalogue<?> catalogue : Catalogues.ALL) definitions.putAll(new CatalogueSchema(catalogue).definitions());
        return Node.text(Node.of("$schema", "https://json-schema.org/draft/2020-12/schema",
                "title", "Gradus run spec",
                "description", "optimizers on a problem, algorithms with simulated clients, or several such experiments",
                "type", "object",
                "if", Node.either(List.of("simulation", "studies", "algorithms").stream()
                        .map(key -> Node.of("required", List.of(key))).toArray()),
                "then", Node.ref("simulation"),
                "else", Node.of("if", Node.of("required", List.of("runs")), "then", Node.ref("collection"),
                        "else", Node.ref("run")),
                "$defs", definitions), "") + "\n";
    }

    private static Map<String, Object> run() {
        Map<String, Object> properties = new LinkedHashMap<>(OptionSchema.options(RunSpec.class));
        complete(properties, "optimizers", byLabel(Node.ref(OptionSchema.name(Optimizers.CATALOGUE))));
        complete(properties, "budget", Node.closed(OptionSchema.options(Budget.class), OptionSchema.required(Budget.class)));
        complete(properties, "vary", Node.either(Node.of("const", "none"),
                Node.with(values(2), "minProperties", 1, "maxProperties", 1)));
        addShared(properties);
        List<String> required = OptionSchema.required(RunSpec.class).stream().filter(name -> !name.equals("name")).toList();
        return Node.closed(properties, required);
    }

    private static Map<String, Object> simulation() {
        Map<String, Object> properties = new LinkedHashMap<>(OptionSchema.options(SimulationSpec.Head.class));
        addShared(properties);
        properties.putAll(parts());
        properties.put("studies", Node.of("description", "several studies by name, in place of one with its keys at the top",
                "type", "object", "minProperties", 1, "additionalProperties", Node.ref("study")));
        return Node.with(Node.closed(properties, List.of("seeds")), "oneOf",
                List.of(Node.of("required", List.of("studies")), Node.of("required", List.of("simulation", "algorithms"))));
    }

    private static void addShared(Map<String, Object> properties) {
        complete(properties, "compare", Node.ref("comparison"));
        properties.put(Tuning.SECTION, Node.ref("tuning"));
    }

    private static Map<String, Object> comparison() {
        return Node.either(Node.of("const", "default"), Node.closed(OptionSchema.options(ComparisonRule.class), List.of()));
    }

    private static Map<String, Object> tuning() {
        Map<String, Object> properties = new LinkedHashMap<>(OptionSchema.options(Tuning.class));
        Map<String, Object> range = Node.either(Node.of("type", "string"), Node.listOf(Node.of()));
        complete(properties, "ranges", Node.either(Node.of("const", "none"),
                Node.of("type", "object", "additionalProperties", range)));
        return Node.with(Node.closed(properties, List.of()), "description", "what 'gradus sweep' tunes; no part of a run");
    }

    private static Map<String, Object> study() {
        return Node.closed(parts(), List.of("simulation", "algorithms"));
    }

    private static Map<String, Object> parts() {
        return Node.of("simulation", Node.ref("setting"), "algorithms", Node.ref("algorithms"), "vary", Node.ref("grid"));
    }

    private static Map<String, Object> definitionsOfParts() {
        Map<String, Object> setting = new LinkedHashMap<>();
        Study.optionsOfASimulation().forEach((type, names) -> OptionSchema.options(type).forEach((name, schema) -> {
            if (names.contains(name)) setting.put(name, schema);
        }));
        Map<String, Object> algorithm = Node.of("if", Node.of("type", "object", "not", Node.of("required", List.of("type"))),
                "then", Node.with(Node.closed(OptionSchema.options(Simulation.class),
                        OptionSchema.required(Simulation.class)), "description", "any inner and outer optimizer"),
                "else", Node.ref(OptionSchema.name(Algorithms.CATALOGUE)));
        return Node.of("setting", Node.with(Node.closed(setting, List.of("problem", "rounds")),
                        "description", "what is minimised, by which clients, and what all algorithms share"),
                "algorithms", Node.with(byLabel(algorithm), "description", "who takes part: {label: {type: ..., options}}"),
                "grid", Node.with(values(1), "description",
                        "a grid: {path.to.option: [values]}, each a place in a simulation with all its options"));
    }

    private static Map<String, Object> byLabel(Map<String, Object> value) {
        return Node.of("type", "object", "minProperties", 1, "propertyNames",
                Node.of("pattern", RunSpec.FOLDER_NAME, "not", Node.of("const", "figures")), "additionalProperties", value);
    }

    private static Map<String, Object> values(int least) {
        return Node.of("type", "object", "additionalProperties",
                Node.with(Node.listOf(Node.of("type", "number")), "minItems", least));
    }

    /** The option keeps its description and default. */
    private static void complete(Map<String, Object> properties, String name, Map<String, Object> schema) {
        Map<String, Object> known = Node.with(Node.of(), schema);
        ((Map<?, ?>) properties.get(name)).forEach((key, value) -> known.put((String) key, value));
        properties.put(name, known);
    }
}
