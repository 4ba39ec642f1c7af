package org.gradus.experiments.document;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;

/**
 * A YAML file as plain values, with the place of every key.
 *
 * @param source what messages call it: the path as it was given
 * @param places path of a key to where its value was given
 */
public record Document(String source, Map<String, Object> root, Map<List<String>, Place> places) {
    /** Where a value was given: a line of the file or, with line 0, an assignment on the command line. */
    record Place(int line, String assignment) {
        static Place line(int line) {
            return new Place(line, "");
        }
    }

    /** The complaint with the place of the key that it speaks of in front: file and line, or {@code --set key=value}. */
    public InvalidInput complaint(InvalidInput e) {
        Place place = placeOf(e.getMessage());
        if (place == null) return e.in(source);
        return place.line > 0 ? Complaint.at(source, place.line, e.getMessage()) : e.in("--set " + place.assignment);
    }

    /** A complaint begins with the path to its place: "optimizers: clipped: stage 2: sgd: unknown option 'lrr'". */
    private Place placeOf(String complaint) {
        List<String> path = new ArrayList<>();
        String rest = complaint;
        for (int colon = rest.indexOf(": "); colon >= 0; colon = rest.indexOf(": ")) {
            String part = rest.substring(0, colon);
            path.add(key(part));
            boolean found = places.containsKey(path);
            if (!found) path.remove(path.size() - 1);
            // A type's name is no key; what has blanks is no part of a path, but what is said.
            if (!found && part.contains(" ")) break;
            rest = rest.substring(colon + 2);
        }
        Place exact = subject(path, rest);
        return exact == null ? places.get(path) : exact;
    }

    /** Stages of a chain count from 1, places in a list from 0. */
    private static String key(String part) {
        if (!part.matches("stage \\d{1,6}")) return part;
        return Integer.toString(Integer.parseInt(part.substring("stage ".length())) - 1);
    }

    /** The key below the path that the complaint begins with, or else names in quotes or as "option key"; null if none. */
    private Place subject(List<String> path, String complaint) {
        List<List<String>> below = places.keySet().stream()
                .filter(p -> p.size() == path.size() + 1 && p.subList(0, path.size()).equals(path)).toList();
        Place subject = null;
        int first = Integer.MAX_VALUE;
        for (List<String> candidate : below) {
            int named = named(complaint, candidate.get(path.size()));
            if (named >= 0 && named < first) {
                first = named;
                subject = places.get(candidate);
            }
        }
        List<String> type = new ArrayList<>(path);
        type.add("type");
        return subject == null && complaint.startsWith("unknown ") ? places.get(type) : subject;
    }

    /** Where a complaint names a key; negative if it does not. */
    private static int named(String complaint, String key) {
        if (complaint.startsWith(key + " ")) return 0;
        int quoted = complaint.indexOf(Names.shown(key));
        return quoted >= 0 ? quoted : complaint.indexOf("option " + key + " ");
    }

    /** A copy in which the value at a dotted path is another: {@code optimizers.adam.lr=0.01}. */
    public Document with(String assignment) {
        int equals = assignment.indexOf('=');
        if (equals < 1) throw new InvalidInput("--set needs key=value, but is " + Names.shown(assignment));
        List<String> path = Arrays.asList(assignment.substring(0, equals).trim().split("\\.", -1));
        String shown = Names.shown(assignment);
        String where = "--set " + shown.substring(1, shown.length() - 1);
        Object value = Yaml.value(assignment.substring(equals + 1), where);
        @SuppressWarnings("unchecked")
        Map<String, Object> changed = (Map<String, Object>) assign(root, path, value, where);
        Map<List<String>, Place> moved = new LinkedHashMap<>(places);
        moved.keySet().removeIf(p -> p.size() >= path.size() && p.subList(0, path.size()).equals(path));
        mark(moved, path, value, new Place(0, where.substring("--set ".length())));
        return new Document(source, changed, moved);
    }

    /** The value and all that is in it were given here. */
    private static void mark(Map<List<String>, Place> places, List<String> path, Object value, Place here) {
        places.put(List.copyOf(path), here);
        Map<String, Object> inside = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) map.forEach((key, v) -> inside.put(String.valueOf(key), v));
        if (value instanceof List<?> list) for (Object v : list) inside.put(Integer.toString(inside.size()), v);
        inside.forEach((key, v) -> {
            List<String> longer = new ArrayList<>(path);
            longer.add(key);
            mark(places, longer, v, here);
        });
    }

    /**
     * A copy of maps and lists in which the value at a path is another. What leads to the value must be there; whether the
     * last key is valid is for the reader of the whole to say.
     *
     * @param where begins the message if there is no such place
     */
    public static Object assign(Object container, List<String> path, Object value, String where) {
        String key = path.get(0);
        List<String> rest = path.subList(1, path.size());
        if (container instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>(map);
            if (!rest.isEmpty() && !map.containsKey(key)) {
                throw Names.unknown("key", key, texts(map.keySet())).in(where);
            }
            copy.put(key, rest.isEmpty() ? value : assign(map.get(key), rest, value, where));
            return copy;
        }
        if (container instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list);
            if (!key.matches("\\d{1,6}") || Integer.parseInt(key) >= list.size()) {
                throw new InvalidInput(where + ": " + Names.shown(key) + " is no place in a list of " + list.size()
                        + ", counted from 0");
            }
            int i = Integer.parseInt(key);
            copy.set(i, rest.isEmpty() ? value : assign(list.get(i), rest, value, where));
            return copy;
        }
        throw new InvalidInput(where + ": there is no " + Names.shown(key) + " in " + Names.shown(container));
    }

    private static List<String> texts(Collection<?> keys) {
        return keys.stream().map(String::valueOf).toList();
    }
}
