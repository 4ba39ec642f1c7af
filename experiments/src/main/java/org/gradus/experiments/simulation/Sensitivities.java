package org.gradus.experiments.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gradus.experiments.spec.Round;
import org.gradus.experiments.spec.Study;
import org.gradus.experiments.spec.Study.Point;
import org.gradus.plots.Sensitivity;
import org.gradus.plots.Sensitivity.Outcomes;

/**
 * The losses at the end of a study over a grid: against the last option, a curve for each combination of the others and
 * each algorithm.
 */
record Sensitivities(String option, List<Sensitivity> curves) {
    static Sensitivities of(SimulationOutcome outcome, String name, Study study) {
        List<String> paths = List.copyOf(study.vary().values().keySet());
        String option = paths.get(paths.size() - 1);
        Map<String, List<Outcomes>> curves = new LinkedHashMap<>();
        for (Point point : study.points()) {
            for (String label : study.algorithms().keySet()) {
                List<SimulationSummary> seeds = outcome.of(name, point, label);
                double[] finite = seeds.stream().filter(s -> !s.diverged()).mapToDouble(SimulationSummary::excess).toArray();
                curves.computeIfAbsent(curve(study, point, option, label), c -> new ArrayList<>())
                        .add(new Outcomes(point.varied().get(option), finite, seeds.size() - finite.length));
            }
        }
        List<Sensitivity> all = new ArrayList<>();
        curves.forEach((curve, outcomes) -> all.add(new Sensitivity(curve, outcomes)));
        return new Sensitivities(option, all);
    }

    /** What tells a curve from the others: {@code noise.scale 0.1}, or the algorithm, or both. */
    private static String curve(Study study, Point point, String option, String label) {
        Stream<String> varied = point.varied().entrySet().stream().filter(e -> !e.getKey().equals(option))
                .map(e -> e.getKey().replaceFirst("^problem\\.", "") + " " + Round.text(e.getValue()));
        Stream<String> labels = study.algorithms().size() == 1 && point.varied().size() > 1 ? Stream.of() : Stream.of(label);
        return Stream.concat(labels, varied).collect(Collectors.joining(", "));
    }

    double[] values() {
        return curves.get(0).outcomes().stream().mapToDouble(Outcomes::x).toArray();
    }
}
