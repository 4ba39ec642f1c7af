package org.gradus.experiments.document;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;

/**
 * A YAML file as plain values, with the line of every key.
 *
 * @param source what messages call it: the path as it was given
 * @param lines  path of a key to the line it stands on
 */
public record Document(String source, Map<String, Object> root, Map<List<String>, Integer> lines) {
    /** The word that a complaint is about: the first, or one in quotes. */
    private static final Pattern SUBJECT = Pattern.compile("^(\\w+)|'([^']+)'");

    /** The complaint with the file in front, and the line of the key that it speaks of. */
    public InvalidInput complaint(InvalidInput e) {
        int line = lineOf(e.getMessage());
        return line > 0 ? Complaint.at(source, line, e.getMessage()) : e.in(source);
    }

    /** A complaint begins with the path to its place: "optimizers: adam: unknown option 'lrr'". */
    private int lineOf(String complaint) {
        List<String> path = new ArrayList<>();
        int line = 0;
        String[] parts = complaint.split(": ");
        for (String part : parts) {
            path.add(part);
            if (lines.containsKey(path)) line = lines.get(path);
            else path.remove(path.size() - 1);
        }
        Matcher subject = SUBJECT.matcher(parts[parts.length - 1]);
        while (subject.find()) {
            List<String> exact = new ArrayList<>(path);
            exact.add(subject.group(1) != null ? subject.group(1) : subject.group(2));
            if (lines.containsKey(exact)) return lines.get(exact);
        }
        return line;
    }

    /** A copy in which the value at a dotted path is another: {@code optimizers.adam.lr=0.01}. */
    public Document with(String assignment) {
        int equals = assignment.indexOf('=');
        if (equals < 1) throw new InvalidInput("--set needs key=value, but is '" + assignment + "'");
        List<String> path = Arrays.asList(assignment.substring(0, equals).trim().split("\\.", -1));
        String where = "--set " + String.join(".", path);
        Object value = Yaml.value(assignment.substring(equals + 1), where);
        @SuppressWarnings("unchecked")
        Map<String, Object> changed = (Map<String, Object>) assign(root, path, value, where);
        return new Document(source, changed, lines);
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
                throw Names.unknown("key", key, map.keySet().stream().map(String::valueOf).toList()).in(where);
            }
            copy.put(key, rest.isEmpty() ? value : assign(map.get(key), rest, value, where));
            return copy;
        }
        if (container instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list);
            if (!key.matches("\\d{1,6}") || Integer.parseInt(key) >= list.size()) {
                throw new InvalidInput(where + ": '" + key + "' is no place in a list of " + list.size() + ", counted from 0");
            }
            int i = Integer.parseInt(key);
            copy.set(i, rest.isEmpty() ? value : assign(list.get(i), rest, value, where));
            return copy;
        }
        throw new InvalidInput(where + ": there is no '" + key + "' in '" + container + "'");
    }
}
