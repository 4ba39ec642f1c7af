package org.gradus.experiments.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.gradus.experiments.result.Condition;
import org.gradus.experiments.result.Results;
import org.gradus.experiments.result.RunResult;
import org.gradus.experiments.result.StudyResult;
import org.gradus.experiments.spec.ComparisonRule;

/** Results with given losses or accuracies at the end, a number a seed from 1 on; NaN: diverged. */
final class Planted {
    private final Map<String, List<RunResult>> runs = new LinkedHashMap<>();
    private int seeds;

    Planted losses(String label, double... losses) {
        return add(label, losses, (seed, loss) -> new RunResult(label, seed, Double.isNaN(loss), "", Double.NaN,
                Map.of("step", new double[] {0, 1}, "loss", new double[] {1, loss}), Map.of(), Map.of()));
    }

    Planted accuracies(String label, double... accuracies) {
        return add(label, accuracies, (seed, value) -> new RunResult(label, seed, Double.isNaN(value), "", Double.NaN,
                Map.of("step", new double[] {0, 1}, "loss", new double[] {1, 0.5}),
                Double.isNaN(value) ? Map.of() : Map.of("testAccuracy", value), Map.of()));
    }

    /** As if the run from this seed were not finished. */
    Planted without(String label, long seed) {
        runs.get(label).removeIf(run -> run.seed() == seed);
        return this;
    }

    Results results() {
        return results(Map.of("", this));
    }

    static Results results(Map<String, Planted> studies) {
        Planted first = studies.values().iterator().next();
        List<StudyResult> all = new ArrayList<>();
        studies.forEach((name, planted) -> all.add(new StudyResult(name, List.copyOf(planted.runs.keySet()), List.of(),
                List.of(new Condition(Map.of(), planted.runs)))));
        return new Results(Path.of("nowhere"), "optimizer", "planted", "", IntStream.rangeClosed(1, first.seeds)
                .mapToObj(i -> (long) i).toList(), OptionalDouble.empty(), all, 0, 0);
    }

    Comparisons compare(String... rule) {
        return compare(results(), rule);
    }

    static Comparisons compare(Results results, String... assignments) {
        ComparisonRule rule = ComparisonRule.parse("default");
        for (String assignment : assignments) rule = rule.with(assignment);
        return Comparisons.of(results, rule, true);
    }

    private interface Make {
        RunResult run(long seed, double value);
    }

    private Planted add(String label, double[] values, Make make) {
        seeds = Math.max(seeds, values.length);
        List<RunResult> all = new ArrayList<>();
        for (int i = 0; i < values.length; i++) all.add(make.run(i + 1, values[i]));
        runs.put(label, all);
        return this;
    }
}
