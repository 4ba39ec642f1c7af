package org.gradus.optim.option;

import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Options are record components: the one place that turns {@code {lr: 0.001, beta1: 0.9}} into a record and back.
 *
 * <p>A component may be a number, a boolean, a string, an enum (kebab-case), a list of these, or any type with a
 * {@code public static T parse(Object)}. Its default and meaning stand in {@link Option}; its range is checked by the
 * record's own constructor.
 */
public final class Options {
    private Options() {}

    /** One option as the catalogue shows it; {@code byDefault} is empty where the option must be given. */
    public record Description(String name, String type, String byDefault, String about) {}

    public static List<Description> describe(Class<? extends Record> type) {
        List<Description> result = new ArrayList<>();
        for (RecordComponent c : type.getRecordComponents()) {
            Option option = c.getAnnotation(Option.class);
            result.add(new Description(c.getName(), typeName(c.getGenericType()),
                    option == null ? "" : option.value(), option == null ? "" : option.about()));
        }
        return result;
    }

    /** The record that these options describe; what is left out takes its default. */
    public static <T> T read(Class<T> type, Map<String, ?> options) {
        RecordComponent[] components = type.getRecordComponents();
        List<String> names = Arrays.stream(components).map(RecordComponent::getName).toList();
        Map<String, Object> given = new LinkedHashMap<>();
        options.forEach((key, value) -> {
            String name = official(components, key);
            if (!names.contains(name)) throw Names.unknown("option", key, names);
            if (given.put(name, value) != null) throw new InvalidInput("option " + name + " stands twice, once as " + key);
        });
        preset(components, given).forEach(given::putIfAbsent);
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = value(components[i], given);
        }
        return construct(type, values);
    }

    /** Of a record from elsewhere: whether every component is of a type that an option may have. */
    static void checkTypes(Class<? extends Record> type, String where) {
        for (RecordComponent c : type.getRecordComponents()) {
            Type element = c.getGenericType() instanceof ParameterizedType list && list.getRawType() == List.class
                    ? list.getActualTypeArguments()[0] : c.getGenericType();
            if (!(element instanceof Class<?> raw) || !isOption(unboxed(raw))) {
                throw new InvalidInput(where + ": option " + c.getName() + " is of a type that cannot be read; use a number,"
                        + " boolean, String, enum, a list of these, or a type with a public static parse(Object)");
            }
        }
    }

    private static boolean isOption(Class<?> type) {
        if (List.of(double.class, long.class, int.class, boolean.class, String.class).contains(type)) return true;
        if (type.isEnum()) return true;
        try {
            return Modifier.isStatic(type.getMethod("parse", Object.class).getModifiers());
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    /** The component that may be given under this name. */
    private static String official(RecordComponent[] components, String key) {
        for (RecordComponent c : components) {
            Option option = c.getAnnotation(Option.class);
            if (option != null && !option.also().isEmpty() && option.also().equals(key)) return c.getName();
        }
        return key;
    }

    /** The defaults of the record's preset, if it has one. */
    private static Map<String, Object> preset(RecordComponent[] components, Map<String, Object> given) {
        for (RecordComponent c : components) {
            if (Preset.class.isAssignableFrom(c.getType())) return ((Preset) value(c, given)).defaults();
        }
        return Map.of();
    }

    /** Every option with the value in effect, ready to be written as YAML or JSON. */
    public static Map<String, Object> write(Object record) {
        Map<String, Object> result = new LinkedHashMap<>();
        for (RecordComponent c : record.getClass().getRecordComponents()) {
            result.put(c.getName(), plain(get(record, c)));
        }
        return result;
    }

    /** A copy of the record with one option changed. */
    @SuppressWarnings("unchecked")
    public static <T> T with(T record, String name, Object value) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        String official = official(components, name);
        Object[] values = new Object[components.length];
        boolean found = false;
        for (int i = 0; i < components.length; i++) {
            boolean here = components[i].getName().equals(official);
            values[i] = here ? convert(components[i].getGenericType(), value, name) : get(record, components[i]);
            found |= here;
        }
        if (!found) {
            throw Names.unknown("option", name, Arrays.stream(components).map(RecordComponent::getName).toList());
        }
        return (T) construct(record.getClass(), values);
    }

    private static Object value(RecordComponent c, Map<String, ?> options) {
        if (options.containsKey(c.getName())) return convert(c.getGenericType(), options.get(c.getName()), c.getName());
        Option option = c.getAnnotation(Option.class);
        if (option == null || option.value().isEmpty()) {
            throw new InvalidInput("option " + c.getName() + " is missing" + (option == null || option.about().isEmpty()
                    ? "" : " (" + option.about() + ")"));
        }
        return convert(c.getGenericType(), option.value(), c.getName());
    }

    private static Object convert(Type type, Object value, String name) {
        if (value == null) throw new InvalidInput(name + " has no value");
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            Type element = list.getActualTypeArguments()[0];
            List<?> values = value instanceof List<?> l ? l : split(value, name);
            return values.stream().map(v -> convert(element, v, name)).toList();
        }
        Class<?> target = unboxed(type);
        if (target.isInstance(value) && target != Object.class) return value;
        if (target == double.class) return number(value, name);
        if (target == long.class || target == int.class) return whole(target, value, name);
        if (target == boolean.class) {
            if (value instanceof Boolean) return value;
            if (value.equals("true") || value.equals("false")) return value.equals("true");
            throw new InvalidInput(name + " must be true or false, but is " + Names.shown(value));
        }
        if (target == String.class) {
            if (value instanceof Number || value instanceof Boolean) return value.toString();
            throw new InvalidInput(name + " must be text, but is " + Names.shown(value));
        }
        if (target.isEnum()) return constant(target, value, name);
        return parse(target, value, name);
    }

    /** A list's elements are boxed; {@code Long} reads as {@code long} does. */
    private static Class<?> unboxed(Type type) {
        return MethodType.methodType((Class<?>) type).unwrap().returnType();
    }

    private static double number(Object value, String name) {
        if (value instanceof Number n) return n.doubleValue();
        try {
            if (value instanceof String s) return Double.parseDouble(s.trim());
        } catch (NumberFormatException e) {
            // falls through to the one message
        }
        throw new InvalidInput(name + " must be a number, but is " + Names.shown(value));
    }

    private static Object whole(Class<?> target, Object value, String name) {
        double number = number(value, name);
        long whole = (long) number;
        // From 2^53 on, not every whole number is a double: another one than was written would be taken.
        if (Math.abs(number) >= 1L << 53) throw new InvalidInput(name + " is too large: " + Names.shown(value));
        if (whole != number) throw new InvalidInput(name + " must be a whole number, but is " + Names.shown(value));
        if (target == long.class) return whole;
        if (whole != (int) whole) throw new InvalidInput(name + " is too large: " + Names.shown(value));
        return (int) whole;
    }

    private static Object constant(Class<?> target, Object value, String name) {
        List<String> names = Arrays.stream(target.getEnumConstants()).map(Options::kebab).toList();
        int index = names.indexOf(value.toString().toLowerCase(Locale.ROOT).replace('_', '-'));
        if (index < 0) {
            throw new InvalidInput(name + " must be one of " + String.join(", ", names) + ", but is " + Names.shown(value));
        }
        return target.getEnumConstants()[index];
    }

    private static Object parse(Class<?> target, Object value, String name) {
        try {
            return target.getMethod("parse", Object.class).invoke(null, value);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof InvalidInput invalid) throw invalid.in(name);
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(target + " cannot stand as an option: it has no static parse(Object)", e);
        }
    }

    private static List<?> split(Object value, String name) {
        if (!(value instanceof String s)) throw new InvalidInput(name + " must be a list, but is " + Names.shown(value));
        String inner = s.startsWith("[") && s.endsWith("]") ? s.substring(1, s.length() - 1) : s;
        return inner.isBlank() ? List.of() : Arrays.stream(inner.split(",")).map(String::trim).toList();
    }

    private static <T> T construct(Class<T> type, Object[] values) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType).toArray(Class[]::new);
        try {
            Constructor<T> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof InvalidInput invalid) throw invalid;
            // What a record of an extension says in its own way.
            if (e.getCause() instanceof IllegalArgumentException bad) throw new InvalidInput(bad.getMessage(), bad);
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object get(Object record, RecordComponent component) {
        try {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object plain(Object value) {
        if (value instanceof Enum<?>) return kebab(value);
        if (value instanceof List<?> list) return list.stream().map(Options::plain).toList();
        if (value instanceof Number || value instanceof Boolean || value instanceof String) return value;
        return written(value);
    }

    /** A type that parses may also say how it is written; otherwise its text form stands for it. */
    private static Object written(Object value) {
        try {
            Method write = value.getClass().getMethod("write");
            if (!Modifier.isStatic(write.getModifiers())) {
                write.setAccessible(true);
                return write.invoke(value);
            }
        } catch (NoSuchMethodException e) {
            return value.toString();
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof InvalidInput invalid) throw invalid;
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        return value.toString();
    }

    private static String kebab(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String typeName(Type type) {
        if (type instanceof ParameterizedType list) return "list of " + typeName(list.getActualTypeArguments()[0]);
        Class<?> c = unboxed(type);
        if (c.isEnum()) {
            return Arrays.stream(c.getEnumConstants()).map(Options::kebab).collect(Collectors.joining(" | "));
        }
        if (c == double.class) return "number";
        if (c == long.class || c == int.class) return "whole number";
        if (c == boolean.class) return "true | false";
        return c == String.class ? "text" : c.getSimpleName().toLowerCase(Locale.ROOT);
    }
}
