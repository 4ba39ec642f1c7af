package org.gradus.experiments.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.gradus.experiments.document.Document;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Options;
import org.gradus.optim.schedule.Schedule;

/**
 * An option that is tuned, and where it stands in a contestant that is written with all its options.
 *
 * @param name   the dotted path as it was asked for: {@code lr}, {@code inner.upper}
 * @param places at least one; several where more than one stage of a chain has the option
 */
record Knob(String name, List<List<String>> places) {
    /** What a schedule calls its level, which is tuned while its shape stays. */
    private static final List<String> LEVELS = List.of("peak", "value", "base");
    private static final Set<String> NO_OPTIONS = Set.of("type", "name");

    /** The option at a path; without places where the contestant does not have it. */
    static Knob find(Object written, String path) {
        List<List<String>> places = new ArrayList<>();
        find(written, Arrays.asList(path.split("\\.", -1)), List.of(), places);
        return new Knob(path, List.copyOf(places));
    }

    private static void find(Object node, List<String> path, List<String> sofar, List<List<String>> found) {
        if (path.isEmpty()) {
            if (!(node instanceof Map) && !(node instanceof List)) found.add(sofar);
            return;
        }
        String key = path.get(0);
        List<String> rest = path.subList(1, path.size());
        if (node instanceof Map<?, ?> map && map.containsKey(key) && !NO_OPTIONS.contains(key)) {
            find(map.get(key), rest, and(sofar, key), found);
        } else if (node instanceof List<?> stages) {
            boolean index = key.matches("\\d{1,6}") && Integer.parseInt(key) < stages.size();
            for (int i = 0; i < stages.size(); i++) {
                String place = Integer.toString(i);
                if (!index) find(stages.get(i), path, and(sofar, place), found);
                else if (place.equals(key)) find(stages.get(i), rest, and(sofar, place), found);
            }
        }
    }

    /** The paths of all options; those of a chain's stages without the stage's number. */
    static Set<String> paths(Object written) {
        Set<String> paths = new TreeSet<>();
        collect(written, "", paths);
        return paths;
    }

    private static void collect(Object node, String path, Set<String> paths) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                String longer = path.isEmpty() ? "" + key : path + "." + key;
                if (!NO_OPTIONS.contains("" + key)) collect(value, longer, paths);
            });
        } else if (node instanceof List<?> stages) {
            stages.forEach(stage -> collect(stage, path, paths));
        } else if (!path.isEmpty()) {
            paths.add(path);
        }
    }

    boolean exists() {
        return !places.isEmpty();
    }

    /** The value as the option takes it: a whole number where it is one. */
    Object fitted(Object written, Object value) {
        boolean whole = places.stream().map(p -> get(written, p)).allMatch(v -> v instanceof Integer || v instanceof Long);
        return whole && value instanceof Double number ? (Object) Math.round(number) : value;
    }

    /** The contestant with another value of this option. */
    Object set(Object written, Object value) {
        Object changed = written;
        for (List<String> place : places) {
            changed = Document.assign(changed, place, placed(get(written, place), value), name);
        }
        return changed;
    }

    private Object placed(Object old, Object value) {
        if (!(value instanceof Number) || !(old instanceof String text)) return value;
        Schedule schedule = schedule(text);
        Set<String> options = Options.write(schedule).keySet();
        String level = LEVELS.stream().filter(options::contains).findFirst().orElseThrow(
                () -> new InvalidInput("the schedule " + text + " has no peak to tune").in(name));
        return Options.with(schedule, level, value).write();
    }

    private Schedule schedule(String text) {
        try {
            return Schedule.parse(text);
        } catch (InvalidInput e) {
            throw new InvalidInput(name + ": it is '" + text + "', neither a number nor a schedule; give a list of words"
                    + " instead of a range");
        }
    }

    private static Object get(Object node, List<String> place) {
        Object found = node;
        for (String key : place) {
            found = found instanceof Map<?, ?> map ? map.get(key) : ((List<?>) found).get(Integer.parseInt(key));
        }
        return found;
    }

    private static List<String> and(List<String> path, String key) {
        List<String> longer = new ArrayList<>(path);
        longer.add(key);
        return longer;
    }
}
