package org.gradus.experiments.search;

import java.util.HashSet;
import java.util.List;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Require;

/**
 * The values of a list, as they stand there.
 *
 * @param values distinct; numbers (as {@code Double}) in increasing order, or texts and booleans
 */
public record Listed(List<Object> values) implements Range {
    public Listed {
        values = List.copyOf(values);
        Require.check(!values.isEmpty(), "a list of values", "of at least one", "empty");
        Require.check(new HashSet<>(values).size() == values.size(), "a list of values", "of distinct ones", values);
        boolean numbers = values.stream().allMatch(v -> v instanceof Double);
        if (!numbers && !values.stream().allMatch(v -> v instanceof String || v instanceof Boolean)) {
            throw new InvalidInput("a list of values must be of numbers or of words, but is " + values);
        }
        boolean increasing = !numbers || values.equals(values.stream().sorted().toList());
        Require.check(increasing, "numbers of a list", "increasing", values);
        Require.check(!values.contains(""), "every value of a list", "given", values);
    }

    public boolean isNumbers() {
        return values.get(0) instanceof Double;
    }

    @Override
    public Object at(double share) {
        return values.get((int) Math.min(values.size() - 1, Math.floor(share * values.size())));
    }

    @Override
    public Object write() {
        return values;
    }

    @Override
    public String toString() {
        return values.stream().map(v -> v instanceof Double d ? Interval.text(d) : "" + v).toList().toString();
    }
}
