package org.gradus.experiments.simulation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.gradus.experiments.run.Summary;

/**
 * The outcome of a simulated run.
 *
 * @param varied     the options in which the points of a study differ, with their values
 * @param status     {@code finished} or {@code diverged}
 * @param reason     why it diverged; otherwise null
 * @param rounds     done
 * @param loss       at the end; null if the run diverged
 * @param optimum    the smallest possible loss, where it is known
 * @param metrics    at the end, such as testAccuracy
 * @param down       bytes sent to clients
 * @param up         bytes sent by clients
 * @param seconds    on the virtual clock
 * @param wallSeconds that the run took, evaluations included; of the last part where it was interrupted
 * @param parameters of the model
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SimulationSummary(String study, @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Double> varied,
        String algorithm,
        long seed, Summary.Status status, String reason, long rounds, Double loss, Double optimum, Map<String,
                Double> metrics,
        long down, long up, double seconds, long dropped, long failed, long late, double wallSeconds, long parameters) {
    public SimulationSummary {
        if (varied == null) varied = Map.of();
        if (metrics == null) metrics = Map.of();
    }

    public boolean diverged() {
        return status == Summary.Status.DIVERGED;
    }

    /** The loss above the optimum where that is known; infinite if the run diverged. */
    public double excess() {
        if (diverged()) return Double.POSITIVE_INFINITY;
        return loss - (optimum == null ? 0 : optimum);
    }
}
