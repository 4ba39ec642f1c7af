package org.gradus.experiments.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/**
 * One line of the benchmark.
 *
 * @param n numbers that a step changes
 * @param nsPerStep nanoseconds of one Gradus step over all tensors, or of a round of local-sgd
 * @param gbPerSecond what that step reads and writes, over its time; 0 where memory is not what limits
 * @param copyGbPerSecond the same for plain copying of as many elements
 * @param peers nanoseconds of one step of each other contender in the same run
 */
public record Measurement(String name, @JsonProperty("case") String workload, String dtype, long n, double nsPerStep,
        double gbPerSecond, double copyGbPerSecond, Map<String, Double> peers) {}
