package org.gradus.experiments.result;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.gradus.experiments.spec.Round;

/**
 * All runs under equal conditions.
 *
 * @param varied the options in which conditions differ, with their values; empty where there is one condition
 * @param runs   the finished runs of every contestant, in the order of the seeds
 */
public record Condition(Map<String, Double> varied, Map<String, List<RunResult>> runs) {
    /** {@code noise.scale=0.1,outer.lr=2}; empty where there is one condition. */
    public String name() {
        return varied.entrySet().stream().map(e -> e.getKey() + "=" + Round.text(e.getValue()))
                .collect(Collectors.joining(","));
    }
}
