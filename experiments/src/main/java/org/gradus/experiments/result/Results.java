package org.gradus.experiments.result;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/**
 * All that came out of an experiment.
 *
 * @param folder     of the experiment, with {@code resolved.yaml} and {@code environment.json}
 * @param contestant what takes part is called: {@code optimizer} or {@code algorithm}
 * @param about      of the spec, may be empty
 * @param target     the loss (above the optimum where that is known) that the spec wants to be reached
 * @param reused     runs that had been finished before
 * @param missing    runs that are not finished
 */
public record Results(Path folder, String contestant, String name, String about, List<Long> seeds,
        OptionalDouble target, List<StudyResult> studies, int reused, int missing) {
    /** Runs that are finished. */
    public int finished() {
        return (int) studies.stream().flatMap(StudyResult::runs).count();
    }
}
