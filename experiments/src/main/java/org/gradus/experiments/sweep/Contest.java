package org.gradus.experiments.sweep;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gradus.experiments.document.Document;
import org.gradus.experiments.run.Progress;
import org.gradus.experiments.spec.RunSpec;
import org.gradus.experiments.spec.SimulationSpec;
import org.gradus.optim.option.InvalidInput;

/** What is tuned: the contestants of a spec of either kind, on its problem as it stands there, without variation. */
sealed interface Contest permits OptimizerContest, AlgorithmContest {
    /**
     * @param defaultName the spec's name where the document gives none
     * @param study       of simulated clients; null for the first
     */
    static Contest of(Document document, String defaultName, String study) {
        if (SimulationSpec.is(document)) return AlgorithmContest.of(SimulationSpec.read(document, defaultName), study);
        RunSpec spec = RunSpec.read(document, defaultName);
        if (study != null) {
            throw new InvalidInput("--study is for specs with studies, but " + document.source() + " has none");
        }
        return new OptimizerContest(spec);
    }

    /**
     * The outcome of candidates.
     *
     * @param losses      of every candidate at the end, one a seed; infinite if the run diverged
     * @param lessOptimum whether the optimum is known and taken off
     */
    record Tried(Map<String, double[]> losses, boolean lessOptimum, int runs, int reused) {}

    String name();

    /** Of the spec, so not for tuning. */
    List<Long> seeds();

    /** By label, with every option and its value in effect. */
    Map<String, Object> contestants();

    /** @throws InvalidInput if this is no contestant, since its options refuse a value */
    void check(Object written);

    /** What is tuned, as a spec with every option. */
    String resolved();

    /** What a candidate costs from one seed: {@code 600 steps of batch 64}. */
    String budget();

    /** Options that are tuned unless others are named; none where there is no telling. */
    Map<String, String> usualRanges();

    /** Runs candidates as an experiment of this name in a folder, and goes on with what is there. */
    Tried run(String name, Map<String, Object> candidates, List<Long> seeds, Path folder, int threads, Progress progress);

    /** The spec, as it was given, with other contestants in their places. */
    Map<String, Object> with(Map<String, Object> root, Map<String, Object> contestants);
}
