package org.gradus.experiments.experiment;

import java.nio.file.Path;
import java.util.List;
import org.gradus.experiments.result.Results;
import org.gradus.optim.option.InvalidInput;

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

    /** The only part. */
    public Results single() {
        if (parts.size() == 1) return parts.get(0);
        throw new InvalidInput(folder + ": these are several experiments; name the folder of one of them, such as "
                + parts.get(0).folder());
    }
}
