package org.gradus.experiments.figure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.gradus.experiments.result.Condition;
import org.gradus.experiments.result.RunResult;
import org.gradus.experiments.result.StudyResult;
import org.gradus.experiments.spec.Round;
import org.gradus.plots.Sensitivity.Lost;
import org.gradus.plots.Sensitivity.Outcomes;
import org.gradus.plots.Sensitivity;

/**
 * A result of a study over a grid, such as the loss at the end: against the last option, a curve for each combination of the
 * others and each contestant.
 */
public record Sensitivities(String option, List<Sensitivity> curves) {
    /** The losses at the end. */
    public static Sensitivities of(StudyResult study) {
        return of(study, run -> run.end(RunResult.LOSS), Lost.DIVERGED);
    }

    /**
     * @param result of a run; what is not finite counts as infinitely large
     * @param lost   what became of such runs
     */
    static Sensitivities of(StudyResult study, ToDoubleFunction<RunResult> result, Lost lost) {
        String option = study.options().get(study.options().size() - 1);
        Map<String, List<Outcomes>> curves = new LinkedHashMap<>();
        for (Condition condition : study.conditions()) {
            condition.runs().forEach((label, seeds) -> {
                if (seeds.isEmpty()) return;
                double[] finite = finite(seeds, result);
                curves.computeIfAbsent(curve(study, condition, option, label), c -> new ArrayList<>())
                        .add(new Outcomes(condition.varied().get(option), finite, seeds.size() - finite.length));
            });
        }
        List<Sensitivity> all = new ArrayList<>();
        curves.forEach((curve, outcomes) -> all.add(new Sensitivity(curve, outcomes, lost)));
        return new Sensitivities(option, all);
    }

    /** The finite results. */
    static double[] finite(List<RunResult> seeds, ToDoubleFunction<RunResult> result) {
        return seeds.stream().mapToDouble(result).filter(Double::isFinite).toArray();
    }

    /** What tells a curve from the others: {@code noise.scale 0.1}, or the contestant, or both. */
    private static String curve(StudyResult study, Condition condition, String option, String label) {
        boolean single = study.labels().size() == 1 && study.options().size() > 1;
        String varied = without(condition, Set.of(option));
        return single ? varied : varied.isEmpty() ? label : label + ", " + varied;
    }

    /** The other options of a condition and their values: {@code noise.scale 0.1, spread 1}. */
    static String without(Condition condition, Set<String> options) {
        return condition.varied().entrySet().stream().filter(e -> !options.contains(e.getKey()))
                .map(e -> e.getKey().replaceFirst("^problem\\.", "") + " " + Round.text(e.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** The values of the option, of the first curve. */
    public double[] values() {
        return curves.get(0).outcomes().stream().mapToDouble(Outcomes::x).toArray();
    }
}
