package org.gradus.experiments.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/**
 * The outcome of a trial.
 *
 * @param varied    the option that the rounds differ in, and its value; empty where there is one round
 * @param status    {@code finished} or {@code diverged}
 * @param steps     updates made
 * @param skipped   updates left out because a gradient was not finite
 * @param seconds   of gradients and updates, evaluation not counted
 * @param trainLoss on all training data at the end; null if not finite
 * @param optimum   the smallest possible loss, where it is known
 * @param metrics   at the end, such as testAccuracy
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Summary(@JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Double> varied, String optimizer, long seed, Status status, long steps, long skipped, double seconds, Double trainLoss,
        Double optimum, Map<String, Double> metrics, long parameters, long stateBytes) {
    public Summary {
        if (varied == null) varied = Map.of();
    }

    /** How a trial ended. */
    public enum Status {
        @JsonProperty("finished") FINISHED,
        @JsonProperty("diverged") DIVERGED
    }

    public boolean diverged() {
        return status == Status.DIVERGED;
    }
}
