package org.gradus.experiments.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.gradus.experiments.search.Box;
import org.gradus.experiments.search.Range;
import org.gradus.experiments.search.Ranges;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;

/**
 * One of those that are tuned.
 *
 * @param written with every option and its value in the spec
 * @param knobs   what of it is tuned, by name
 * @param box     where
 */
record Contestant(String label, Object written, Map<String, Knob> knobs, Box box) {
    /**
     * All contestants. A path is for everyone who has such an option; {@code LABEL.path} is for one, and goes before a
     * range for everyone.
     *
     * @throws InvalidInput if nobody has an option of a path
     */
    static List<Contestant> of(Map<String, Object> written, Ranges ranges) {
        checkPaths(written, ranges);
        List<Contestant> all = new ArrayList<>();
        written.forEach((label, options) -> {
            Map<String, Knob> knobs = new LinkedHashMap<>();
            Map<String, Range> box = new LinkedHashMap<>();
            ranges.byPath().forEach((path, range) -> {
                boolean own = isOwn(path, label, options);
                Knob knob = Knob.find(options, own ? path.substring(label.length() + 1) : path);
                if (!own && (isOfAnother(path, label, written) || box.containsKey(knob.name()))) return;
                if (!knob.exists()) return;
                knobs.put(knob.name(), knob);
                box.put(knob.name(), range);
            });
            all.add(new Contestant(label, options, knobs, new Box(box)));
        });
        return all;
    }

    private static boolean isOwn(String path, String label, Object options) {
        return path.startsWith(label + ".") && Knob.find(options, path.substring(label.length() + 1)).exists();
    }

    private static boolean isOfAnother(String path, String label, Map<String, Object> written) {
        return written.entrySet().stream().anyMatch(e -> !e.getKey().equals(label) && isOwn(path, e.getKey(), e.getValue()));
    }

    private static void checkPaths(Map<String, Object> written, Ranges ranges) {
        for (String path : ranges.byPath().keySet()) {
            boolean found = written.entrySet().stream().anyMatch(e -> isOwn(path, e.getKey(), e.getValue())
                    || Knob.find(e.getValue(), path).exists());
            if (!found) throw unknown(path, written);
        }
    }

    private static InvalidInput unknown(String path, Map<String, Object> written) {
        Set<String> known = new TreeSet<>();
        written.forEach((label, options) -> {
            String prefix = path.startsWith(label + ".") ? label + "." : "";
            for (String option : Knob.paths(options)) known.add(prefix + option);
        });
        return new InvalidInput("no contestant has this option: " + Names.unknown("option", path, known).getMessage());
    }

    /** The values as the options take them. */
    Map<String, Object> fitted(Map<String, Object> values) {
        Map<String, Object> fitted = new LinkedHashMap<>();
        values.forEach((name, value) -> fitted.put(name, knobs.get(name).fitted(written, value)));
        return fitted;
    }

    /** The contestant as a spec writes it, with these values. */
    Object with(Map<String, Object> values) {
        Object changed = written;
        for (Map.Entry<String, Object> e : values.entrySet()) changed = knobs.get(e.getKey()).set(changed, e.getValue());
        return changed;
    }

    /** With the same values but one, does the contest accept it? */
    boolean accepts(Contest contest, Map<String, Object> values, String option, double value) {
        Map<String, Object> changed = new LinkedHashMap<>(values);
        changed.put(option, value);
        try {
            contest.check(with(fitted(changed)));
            return true;
        } catch (InvalidInput e) {
            return false;
        }
    }
}
