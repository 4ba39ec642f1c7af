package org.gradus.experiments.spec;

import java.math.BigDecimal;
import java.util.Map;
import java.util.stream.Collectors;
import org.gradus.experiments.problem.ProblemSpec;

/**
 * The part of an experiment on one problem: every optimizer from every seed.
 *
 * @param varied the option that the rounds differ in, and its value here; empty where there is only one round
 */
public record Round(Map<String, Double> varied, ProblemSpec problem) {
    /** {@code initialScale=0.1}; empty where there is only one round. No optimizer's label has the sign in it. */
    public String name() {
        return varied.entrySet().stream().map(e -> e.getKey() + "=" + text(e.getValue())).collect(Collectors.joining(","));
    }

    /** The shortest digits, such as {@code 100} and {@code 0.0001}: also good for a folder's name. */
    public static String text(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    @Override
    public String toString() {
        return name();
    }
}
