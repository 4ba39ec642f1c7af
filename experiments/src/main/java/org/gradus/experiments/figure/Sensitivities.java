package org.gradus.experiments.figure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gradus.experiments.result.Condition;
import org.gradus.experiments.result.RunResult;
import org.gradus.experiments.result.StudyResult;
import org.gradus.experiments.spec.Round;
import org.gradus.plots.Sensitivity.Outcomes;
import org.gradus.plots.Sensitivity;

/**
 * The losses at the end of a study over a grid: against the last option, a curve for each combination of the others and
 * each contestant.
 */
public record Sensitivities(String option, List<Sensitivity> curves) {
    public static Sensitivities of(StudyResult study) {
        String option = study.options().get(study.options().size() - 1);
        Map<String, List<Outcomes>> curves = new LinkedHashMap<>();
        for (Condition condition : study.conditions()) {
            condition.runs().forEach((label, seeds) -> {
                if (seeds.isEmpty()) return;
                curves.computeIfAbsent(curve(study, condition, option, label), c -> new ArrayList<>())
                        .add(outcomes(seeds, condition.varied().get(option)));
            });
        }
        List<Sensitivity> all = new ArrayList<>();
        curves.forEach((curve, outcomes) -> all.add(new Sensitivity(curve, outcomes)));
        return new Sensitivities(option, all);
    }

    /** The losses at the end of one contestant's runs, one a seed. */
    static Outcomes outcomes(List<RunResult> seeds, double x) {
        double[] finite = finite(seeds);
        return new Outcomes(x, finite, seeds.size() - finite.length);
    }

    /** The losses at the end of the runs that did not diverge. */
    static double[] finite(List<RunResult> seeds) {
        return seeds.stream().mapToDouble(run -> run.end(RunResult.LOSS)).filter(Double::isFinite).toArray();
    }

    /** What tells a curve from the others: {@code noise.scale 0.1}, or the contestant, or both. */
    private static String curve(StudyResult study, Condition condition, String option, String label) {
        Stream<String> varied = condition.varied().entrySet().stream().filter(e -> !e.getKey().equals(option))
                .map(e -> e.getKey().replaceFirst("^problem\\.", "") + " " + Round.text(e.getValue()));
        boolean single = study.labels().size() == 1 && study.options().size() > 1;
        return Stream.concat(single ? Stream.of() : Stream.of(label), varied).collect(Collectors.joining(", "));
    }

    /** The values of the option, of the first curve. */
    public double[] values() {
        return curves.get(0).outcomes().stream().mapToDouble(Outcomes::x).toArray();
    }
}
