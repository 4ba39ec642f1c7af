package org.gradus.experiments.sweep;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.experiments.document.Document;
import org.gradus.experiments.run.Progress;
import org.gradus.experiments.simulation.SimulationOutcome;
import org.gradus.experiments.simulation.SimulationRunner;
import org.gradus.experiments.simulation.SimulationSummary;
import org.gradus.experiments.spec.ComparisonRule;
import org.gradus.experiments.spec.Grid;
import org.gradus.experiments.spec.SimulationSpec;
import org.gradus.experiments.spec.Study;
import org.gradus.optim.option.Names;

/**
 * Algorithms with simulated clients, in one study.
 *
 * @param study its name; empty where the spec has only one
 */
record AlgorithmContest(SimulationSpec spec, String study) implements Contest {
    private static final Grid FIXED = new Grid(Map.of());

    static AlgorithmContest of(SimulationSpec spec, String name) {
        String study = name == null ? spec.studies().keySet().iterator().next() : name;
        if (!spec.studies().containsKey(study)) {
            throw Names.unknown("study", study, spec.studies().keySet().stream().filter(s -> !s.isEmpty()).toList());
        }
        return new AlgorithmContest(spec, study);
    }

    private Study original() {
        return spec.studies().get(study);
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public List<Long> seeds() {
        return spec.seeds();
    }

    @Override
    public Map<String, Object> contestants() {
        return new LinkedHashMap<>(original().algorithms());
    }

    @Override
    public void check(Object written) {
        of(Map.of("candidate", written)).points();
    }

    private Study of(Map<String, Object> candidates) {
        Map<String, Map<String, Object>> algorithms = new LinkedHashMap<>();
        candidates.forEach((label, written) -> algorithms.put(label, options(written)));
        return new Study(original().simulation(), algorithms, FIXED);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> options(Object written) {
        return (Map<String, Object>) written;
    }

    private SimulationSpec experiment(String name, Map<String, Object> candidates, List<Long> seeds) {
        return new SimulationSpec(name, spec.about(), Map.of(study, of(candidates)), seeds, Double.NaN,
                ComparisonRule.parse("default"));
    }

    @Override
    public String resolved() {
        return experiment(spec.name(), contestants(), spec.seeds()).resolved();
    }

    @Override
    public String budget() {
        return original().simulation().get("rounds") + " rounds";
    }

    @Override
    public Map<String, String> usualRanges() {
        return Map.of();
    }

    @Override
    public Tried run(String name, Map<String, Object> candidates, List<Long> seeds, Path folder, int threads,
            Progress progress) {
        SimulationOutcome outcome = new SimulationRunner(threads).run(experiment(name, candidates, seeds), folder, progress);
        Map<String, double[]> losses = new LinkedHashMap<>();
        candidates.keySet().forEach(label -> losses.put(label, new double[seeds.size()]));
        for (SimulationSummary summary : outcome.summaries()) {
            losses.get(summary.algorithm())[seeds.indexOf(summary.seed())] = summary.excess();
        }
        boolean known = outcome.summaries().stream().allMatch(s -> s.optimum() != null);
        return new Tried(losses, known, outcome.summaries().size(), outcome.reused());
    }

    @Override
    @SuppressWarnings("unchecked")
    public Map<String, Object> with(Map<String, Object> root, Map<String, Object> contestants) {
        List<String> path = study.isEmpty() ? List.of("algorithms") : Arrays.asList("studies", study, "algorithms");
        return (Map<String, Object>) Document.assign(root, path, contestants, "the winners");
    }
}
