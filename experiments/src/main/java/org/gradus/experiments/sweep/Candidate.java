package org.gradus.experiments.sweep;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.gradus.experiments.search.Interval;

/**
 * A contestant with values of its tuned options, and what came of it.
 *
 * @param round  counts from 1
 * @param number in its round, from 1
 * @param values of the tuned options, by their names
 * @param losses at the end, one a seed; infinite where the run diverged, or the contestant refused the values
 */
record Candidate(int round, int number, Map<String, Object> values, double[] losses) {
    /** With infinities among the losses, too: half of them or more make it infinite. */
    double median() {
        double[] sorted = losses.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    boolean diverged() {
        return Double.isInfinite(median());
    }

    double number(String option) {
        return ((Number) values.get(option)).doubleValue();
    }

    /** {@code lr=0.01, beta2=0.99}. */
    static String text(Map<String, Object> values) {
        return values.entrySet().stream().map(e -> e.getKey() + "=" + text(e.getValue())).collect(Collectors.joining(", "));
    }

    static String text(Object value) {
        return value instanceof Double number ? Interval.text(number) : String.valueOf(value);
    }
}
