package org.gradus.experiments.spec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.gradus.experiments.document.Document;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;
import org.gradus.optim.option.Require;

/**
 * Options and the values that they take: a study is carried out for every combination. Options are dotted paths into a
 * simulation with all its options, such as {@code outer.lr} or {@code problem.noise.scale}.
 *
 * @param values of every path, increasing; empty where nothing varies
 */
public record Grid(Map<String, List<Double>> values) {
    private static final int MOST = 10_000;

    public Grid {
        for (Map.Entry<String, List<Double>> e : values.entrySet()) {
            List<Double> v = e.getValue();
            Require.check(!v.isEmpty() && v.equals(v.stream().sorted().distinct().toList()), e.getKey(),
                    "numbers, increasing", v);
        }
        double points = values.values().stream().mapToDouble(List::size).reduce(1, (a, b) -> a * b);
        Require.check(points <= MOST, "the grid", "of at most " + MOST + " combinations", Round.text(points));
    }

    static Grid parse(Object spec) {
        if (!(spec instanceof Map<?, ?> map))
                throw new InvalidInput("expected {path.to.option: [values]}, but found " + Names.shown(spec));
        Map<String, List<Double>> values = new LinkedHashMap<>();
        map.forEach((key, list) -> values.put(String.valueOf(key), numbers(String.valueOf(key), list)));
        return new Grid(values);
    }

    private static List<Double> numbers(String path, Object list) {
        List<Double> numbers = new ArrayList<>();
        for (Object value : list instanceof List<?> l ? l : List.of("")) {
            if (!(value instanceof Number number)) {
                throw new InvalidInput(path + " must be a list of numbers, but is " + Names.shown(list));
            }
            Require.finite(path, number.doubleValue());
            numbers.add(number.doubleValue());
        }
        return numbers;
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** Every combination, the last path varying fastest; the one empty combination where nothing varies. */
    List<Map<String, Double>> combinations() {
        List<Map<String, Double>> all = List.of(Map.of());
        for (Map.Entry<String, List<Double>> e : values.entrySet()) {
            List<Map<String, Double>> longer = new ArrayList<>();
            for (Map<String, Double> start : all) {
                for (double value : e.getValue()) {
                    Map<String, Double> next = new LinkedHashMap<>(start);
                    next.put(e.getKey(), value);
                    longer.add(next);
                }
            }
            all = longer;
        }
        return all;
    }

    /** The options with the values of a combination in their places. */
    static Map<String, Object> assign(Map<String, Object> options, Map<String, Double> combination) {
        Object changed = options;
        for (Map.Entry<String, Double> e : combination.entrySet()) {
            changed = Document.assign(changed, Arrays.asList(e.getKey().split("\\.", -1)), e.getValue(), e.getKey());
        }
        @SuppressWarnings("unchecked")
        Map<String, Object> map = (Map<String, Object>) changed;
        return map;
    }

    /** {@code problem.noise.scale=0.1,outer.lr=2}: also good for a folder's name. */
    static String name(Map<String, Double> combination) {
        return combination.entrySet().stream().map(e -> e.getKey() + "=" + Round.text(e.getValue()))
                .collect(Collectors.joining(","));
    }
}
