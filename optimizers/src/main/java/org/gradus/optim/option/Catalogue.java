package org.gradus.optim.option;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Records by their type name: the one place that turns {@code {type: adamw, lr: 0.001}}, {@code "adamw"} or the text
 * form {@code "adamw(lr=0.001)"} into a record of a family (optimizers, schedules, problems), and back.
 */
public final class Catalogue<T> {
    private final String kind;
    private final Class<T> family;
    private final List<Class<? extends T>> own;
    /** Null where there is none. */
    private final Catalogue<T> base;
    /** Filled on first use: a broken extension must be a complaint, not a class that fails to initialize. */
    private Map<String, Class<? extends T>> entries;

    /**
     * These records, and those of every {@link Extension} that belong to the family.
     *
     * @param kind what an entry is called in messages: "optimizer"
     */
    public Catalogue(String kind, Class<T> family, List<Class<? extends T>> entries) {
        this(kind, family, entries, null);
    }

    private Catalogue(String kind, Class<T> family, List<Class<? extends T>> own, Catalogue<T> base) {
        this.kind = kind;
        this.family = family;
        this.own = List.copyOf(own);
        this.base = base;
    }

    /** A catalogue of these records first, then all of this one whose names they do not take. */
    public Catalogue<T> with(String kind, List<Class<? extends T>> first) {
        return new Catalogue<>(kind, family, first, this);
    }

    private synchronized Map<String, Class<? extends T>> entries() {
        if (entries != null) return entries;
        Map<String, Class<? extends T>> all = new LinkedHashMap<>();
        for (Class<? extends T> entry : own) all.put(entry(entry).type(), entry);
        List<Class<? extends Record>> outside = Extensions.entries();
        if (base == null) {
            for (Class<? extends Record> entry : outside) {
                if (family.isAssignableFrom(entry)) add(all, entry.asSubclass(family));
            }
        } else {
            base.entries().forEach((type, entry) -> {
                if (outside.contains(entry)) add(all, entry);
                else all.putIfAbsent(type, entry);
            });
        }
        entries = all;
        return entries;
    }

    private void add(Map<String, Class<? extends T>> all, Class<? extends T> entry) {
        String type = entry(entry).type();
        Class<? extends T> taken = all.putIfAbsent(type, entry);
        if (taken != null) {
            throw new InvalidInput("two records are the " + kind + " '" + type + "': " + taken.getName() + " and "
                    + entry.getName() + "; give the one of the extension another type");
        }
    }

    /** What an entry is called in messages. */
    public String kind() {
        return kind;
    }

    /** What all entries are. */
    public Class<T> family() {
        return family;
    }

    public Collection<String> types() {
        return Collections.unmodifiableSet(entries().keySet());
    }

    public Class<? extends T> find(String type) {
        Class<? extends T> found = entries().get(type);
        if (found == null) throw Names.unknown(kind, type, types());
        return found;
    }

    public static Entry entry(Class<?> record) {
        Entry entry = record.getAnnotation(Entry.class);
        if (entry == null) throw new IllegalStateException(record + " is a catalogue record without @Entry");
        return entry;
    }

    /** The type name of a value: of a record outside the catalogue its class name, of a lambda "unnamed". */
    public static String typeOf(Object value) {
        Class<?> type = value.getClass();
        Entry entry = type.getAnnotation(Entry.class);
        if (entry != null) return entry.type();
        return type.isHidden() || type.isAnonymousClass() ? "unnamed" : type.getSimpleName();
    }

    /** Reads a map with a {@code type}, or text such as {@code cosine(peak=0.1, steps=100)}. */
    public T read(Object spec) {
        if (spec instanceof String text) return readText(text.trim());
        if (!(spec instanceof Map<?, ?> map)) {
            throw new InvalidInput("expected " + ("aeiou".indexOf(kind.charAt(0)) < 0 ? "a " : "an ") + kind
                    + " as {type: ..., options}, but found " + Names.shown(spec));
        }
        Map<String, Object> options = new LinkedHashMap<>();
        map.forEach((key, value) -> options.put(String.valueOf(key), value));
        Object type = options.remove("type");
        if (type == null) throw new InvalidInput("the " + kind + " has no type; known: " + String.join(", ", types()));
        return read(type.toString(), options);
    }

    public T read(String type, Map<String, ?> options) {
        Class<? extends T> record = find(type);
        try {
            return Options.read(record, options);
        } catch (InvalidInput e) {
            throw e.in(type);
        }
    }

    /** The value as a map with its type and every option resolved. */
    public static Map<String, Object> write(Object value) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("type", typeOf(value));
        result.putAll(Options.write(value));
        return result;
    }

    /** The value as text, read back by {@link #read}: {@code cosine(peak=0.1, end=0.0, steps=100)}. */
    public static String text(Object value) {
        List<String> parts = new ArrayList<>();
        Options.write(value).forEach((name, option) -> parts.add(name + "=" + option));
        return typeOf(value) + "(" + String.join(", ", parts) + ")";
    }

    private T readText(String text) {
        int open = text.indexOf('(');
        if (open < 0) return read(text, Map.of());
        if (!text.endsWith(")")) throw new InvalidInput(Names.shown(text) + " does not end with ')'");
        Map<String, Object> options = new LinkedHashMap<>();
        for (String part : splitOutsideBrackets(text.substring(open + 1, text.length() - 1))) {
            int equals = part.indexOf('=');
            if (equals < 0) throw new InvalidInput(Names.shown(part.trim()) + " in " + Names.shown(text) + " is not name=value");
            String name = part.substring(0, equals).trim();
            if (options.put(name, part.substring(equals + 1).trim()) != null) {
                throw new InvalidInput("option " + Names.shown(name) + " stands twice in " + Names.shown(text));
            }
        }
        return read(text.substring(0, open).trim(), options);
    }

    private static List<String> splitOutsideBrackets(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '(' || c == '[') depth++;
            if (c == ')' || c == ']') depth--;
            if (c == ',' && depth == 0) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        if (!text.substring(start).isBlank()) parts.add(text.substring(start));
        return parts;
    }
}
