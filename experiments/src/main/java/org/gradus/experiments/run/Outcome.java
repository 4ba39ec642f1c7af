package org.gradus.experiments.run;

import java.util.List;
import org.gradus.experiments.spec.Round;
import org.gradus.experiments.spec.RunSpec;

/**
 * A finished experiment.
 *
 * @param summaries one for each trial
 * @param reused    how many trials had been finished before
 */
public record Outcome(RunSpec spec, RunFolder folder, List<Summary> summaries, int reused) {
    /** The outcomes of one optimizer, one a round and seed. */
    public List<Summary> of(String label) {
        return summaries.stream().filter(s -> s.optimizer().equals(label)).toList();
    }

    /** The outcomes of one optimizer in one round, one a seed. */
    public List<Summary> of(Round round, String label) {
        return of(label).stream().filter(s -> s.varied().equals(round.varied())).toList();
    }
}
