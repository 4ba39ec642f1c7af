package org.gradus.experiments.schema;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradus.experiments.spec.Catalogues;
import org.gradus.federated.Inner;
import org.gradus.federated.Outer;
import org.gradus.federated.algorithm.JointInner;
import org.gradus.federated.algorithm.ZeroStartOuter;
import org.gradus.federated.rule.Rules;
import org.gradus.optim.option.Catalogue;
import org.gradus.optim.option.Option;

/** What an option may be, by the type of its record component. */
final class OptionSchema {
    /** YAML 1.1 reads {@code 1e-3}, which has no point, as text; options take numbers written as text. */
    private static final String NUMBER = "^\\s*[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?\\s*$";
    private static final String WHOLE = "^\\s*[-+]?\\d+(\\.0*)?([eE]\\+?\\d+)?\\s*$";
    private static final Map<Class<?>, Catalogue<?>> OPTIMIZERS = Map.of(
            Inner.class, Rules.INNER, JointInner.class, Rules.INNER,
            Outer.class, Rules.OUTER, ZeroStartOuter.class, Rules.OUTER);

    private OptionSchema() {}

    /** The options of a record with meaning and default. */
    static Map<String, Map<String, Object>> options(Class<?> type) {
        Map<String, Map<String, Object>> properties = new LinkedHashMap<>();
        for (RecordComponent c : type.getRecordComponents()) properties.put(c.getName(), option(c));
        return properties;
    }

    /** The options that have no default. */
    static List<String> required(Class<?> type) {
        List<String> required = new ArrayList<>();
        for (RecordComponent c : type.getRecordComponents()) {
            Option option = c.getAnnotation(Option.class);
            if (option == null || option.value().isEmpty()) required.add(c.getName());
        }
        return required;
    }

    /** Other names of options, each with the option that it stands for. */
    static Map<String, String> aliases(Class<?> type) {
        Map<String, String> aliases = new LinkedHashMap<>();
        for (RecordComponent c : type.getRecordComponents()) {
            Option option = c.getAnnotation(Option.class);
            if (option != null && !option.also().isEmpty()) aliases.put(option.also(), c.getName());
        }
        return aliases;
    }

    private static Map<String, Object> option(RecordComponent c) {
        Map<String, Object> schema = of(c.getGenericType());
        Option option = c.getAnnotation(Option.class);
        if (option == null) return schema;
        if (!option.about().isEmpty()) schema.put("description", option.about());
        Object byDefault = byDefault(c.getType(), option.value().strip());
        if (byDefault != null) schema.put("default", byDefault);
        return schema;
    }

    /** A default as a spec would have it; null where there is none, or none that can be written. */
    private static Object byDefault(Class<?> type, String text) {
        if (text.isEmpty() || text.equals("NaN")) return null;
        if (type == boolean.class) return Boolean.valueOf(text);
        if (type == List.class) {
            String inner = text.replaceAll("^\\[|\\]$", "");
            return inner.isBlank() ? List.of() : Arrays.stream(inner.split(",")).map(v -> number(v.strip())).toList();
        }
        return type == String.class || type.isEnum() ? text.toLowerCase(Locale.ROOT) : number(text);
    }

    private static Object number(String text) {
        if (!text.matches(NUMBER)) return text;
        double value = Double.parseDouble(text);
        return value == (long) value ? (Object) (long) value : (Object) value;
    }

    static Map<String, Object> of(Type type) {
        if (type instanceof ParameterizedType list) return Node.listOf(of(list.getActualTypeArguments()[0]));
        Class<?> c = (Class<?>) type;
        if (c == double.class || c == Double.class) return Node.ref("number");
        if (c == long.class || c == int.class || c == Long.class || c == Integer.class) return Node.ref("whole-number");
        if (c == boolean.class || c == Boolean.class) return Node.of("type", "boolean");
        if (c == String.class) return Node.of("type", List.of("string", "number", "boolean"));
        if (c.isEnum()) {
            return Node.of("enum", Arrays.stream(c.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-')).toList());
        }
        if (OPTIMIZERS.containsKey(c)) return Node.ref(name(OPTIMIZERS.get(c)));
        return Catalogues.ALL.stream().filter(catalogue -> catalogue.family() == c).findFirst()
                .map(catalogue -> Node.ref(name(catalogue))).orElseGet(Node::of);
    }

    /** The definition of what a catalogue reads. */
    static String name(Catalogue<?> catalogue) {
        return catalogue.kind().replace(' ', '-');
    }

    /** What every schema of options builds on. */
    static Map<String, Object> numbers() {
        return Node.of("number", Node.either(Node.of("type", "number"), Node.of("type", "string", "pattern", NUMBER)),
                "whole-number", Node.either(Node.of("type", "integer"), Node.of("type", "string", "pattern", WHOLE)));
    }
}
