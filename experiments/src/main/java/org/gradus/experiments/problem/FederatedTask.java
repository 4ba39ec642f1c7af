package org.gradus.experiments.problem;

import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.gradus.federated.problem.FederatedProblem;

/**
 * A problem of many clients, and what is measured of a model. For one thread at a time.
 *
 * @param loss    what is reported as the training loss
 * @param metrics on held-out data, such as testAccuracy; may be empty
 */
public record FederatedTask(FederatedProblem problem, ToDoubleFunction<double[]> loss,
        Function<double[], Map<String, Double>> metrics) {
    /** Its objective is all there is to measure. */
    public static FederatedTask of(FederatedProblem problem) {
        return new FederatedTask(problem, problem::loss, x -> Map.of());
    }
}
