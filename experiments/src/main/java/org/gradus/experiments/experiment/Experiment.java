package org.gradus.experiments.experiment;

import java.nio.file.Path;
import java.util.List;
import org.gradus.experiments.result.Results;

/**
 * What was carried out.
 *
 * @param folder of the whole; of the only part where there is one
 * @param parts  the experiments, in the order of the spec
 */
public record Experiment(String name, String about, Path folder, List<Results> parts) {
    static Experiment of(Results results) {
        return new Experiment(results.name(), results.about(), results.folder(), List.of(results));
    }
}
