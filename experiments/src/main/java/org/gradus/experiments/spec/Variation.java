package org.gradus.experiments.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.gradus.experiments.problem.ProblemSpec;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;
import org.gradus.optim.option.Options;
import org.gradus.optim.option.Require;

/**
 * One option of the problem that takes several values: the experiment is carried out once for each of them.
 *
 * @param option an option of the problem; empty where nothing varies
 * @param values at least two, increasing; none where nothing varies
 */
public record Variation(String option, List<Double> values) {
    static final Variation NONE = new Variation("", List.of());
    private static final String TEXT_OF_NONE = "none";

    public Variation {
        values = List.copyOf(values);
        if (!option.isEmpty()) {
            Require.check(values.size() >= 2, option, "at least two values", values);
            Require.check(new HashSet<>(values).size() == values.size() && values.equals(values.stream().sorted().toList()),
                    option, "increasing", values);
            for (double value : values) Require.finite(option, value);
        }
    }

    /** Reads {@code {initialScale: [0.1, 1, 10]}}, or {@code none}. */
    public static Variation parse(Object spec) {
        if (TEXT_OF_NONE.equals(spec)) return NONE;
        if (!(spec instanceof Map<?, ?> map) || map.size() != 1) {
            throw new InvalidInput("expected one option of the problem and its values, {option: [...]}, but found "
                    + Names.shown(spec));
        }
        Map.Entry<?, ?> entry = map.entrySet().iterator().next();
        String option = String.valueOf(entry.getKey());
        if (!(entry.getValue() instanceof List<?> list)) {
            throw new InvalidInput(option + " must be a list of numbers, but is " + Names.shown(entry.getValue()));
        }
        List<Double> values = new ArrayList<>();
        for (Object value : list) {
            if (!(value instanceof Number number)) {
                throw new InvalidInput(option + " must be a list of numbers, but has " + Names.shown(value));
            }
            values.add(number.doubleValue());
        }
        return new Variation(option, values);
    }

    public Object write() {
        return isNone() ? TEXT_OF_NONE : Map.of(option, values);
    }

    public boolean isNone() {
        return option.isEmpty();
    }

    /** The rounds of an experiment on this problem: one for each value, or the only one. */
    List<Round> rounds(ProblemSpec problem) {
        if (isNone()) return List.of(new Round(Map.of(), problem));
        return values.stream().map(v -> new Round(Map.of(option, v), Options.with(problem, option, v))).toList();
    }
}
