package org.gradus.experiments.result;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The results of one study.
 *
 * @param name       empty where there is one study
 * @param labels     the contestants, in the order of the spec
 * @param options    the varied options, in the order of the spec; none where there is one condition
 * @param conditions one, or every combination of the options' values, the last option varying fastest
 */
public record StudyResult(String name, List<String> labels, List<String> options, List<Condition> conditions) {
    public Stream<RunResult> runs() {
        return conditions.stream().flatMap(c -> c.runs().values().stream()).flatMap(List::stream);
    }

    /** The names of what was measured beside the loss. */
    public List<String> metrics() {
        Set<String> names = new LinkedHashSet<>();
        runs().forEach(run -> names.addAll(run.metrics().keySet()));
        return new ArrayList<>(names);
    }

    /** Whether the smallest possible loss is known of all runs, so that what is shown is the loss above it. */
    public boolean optimumKnown() {
        return runs().noneMatch(run -> Double.isNaN(run.optimum()));
    }

    /** What the loss is called. */
    public String lossLabel() {
        return optimumKnown() ? "training loss - optimum" : "training loss";
    }

    /** The axes on which runs can be shown, the first one being that of the experiment's budget. */
    public List<Axis> axes() {
        List<Axis> axes = new ArrayList<>();
        for (Axis axis : Axis.values()) {
            boolean told = runs().allMatch(run -> run.columns().containsKey(axis.column()))
                    && runs().anyMatch(run -> moves(run.columns().get(axis.column())));
            if (told && !(axis == Axis.GRADIENT_EVALUATIONS && runs().allMatch(StudyResult::oneGradientAStep))) axes.add(axis);
        }
        return axes;
    }

    private static boolean moves(double[] x) {
        return x.length > 1 && x[x.length - 1] > x[0];
    }

    private static boolean oneGradientAStep(RunResult run) {
        return java.util.Arrays.equals(run.columns().get(Axis.STEP.column()),
                run.columns().get(Axis.GRADIENT_EVALUATIONS.column()));
    }
}
