package org.gradus.experiments.simulation;

import java.util.List;
import org.gradus.experiments.run.RunFolder;
import org.gradus.experiments.spec.SimulationSpec;
import org.gradus.experiments.spec.Study.Point;

/**
 * A finished experiment with simulated clients.
 *
 * @param summaries one for each run
 * @param reused    how many runs had been finished before
 */
public record SimulationOutcome(SimulationSpec spec, RunFolder folder, List<SimulationSummary> summaries, int reused) {
    /** The outcomes of one algorithm at one point of a study, one a seed. */
    List<SimulationSummary> of(String study, Point point, String label) {
        return summaries.stream().filter(s -> s.study().equals(study) && s.varied().equals(point.varied())
                && s.algorithm().equals(label)).toList();
    }
}
