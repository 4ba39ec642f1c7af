package org.gradus.experiments.spec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.experiments.document.Document;
import org.gradus.experiments.document.Yaml;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Options;
import org.gradus.optim.option.Require;

/**
 * How contestants will be compared. It stands in the spec, and so in the hash that names the folder: who is better is
 * decided by a rule that was there before the results were.
 */
public record ComparisonRule(
        @Option(value = ComparisonRule.LOSS, about = "at the end: loss (above the optimum if known), or testAccuracy, ...")
        String metric,
        @Option(value = ComparisonRule.FIRST, about = "the label all others are compared with; first: that of each study")
        String baseline,
        @Option(value = "t", about = "of the paired differences: t (their mean) or wilcoxon (exact, by signed ranks)")
        Test test,
        @Option(value = "0.95", about = "of every interval; 1 less it bounds the probability of any false verdict")
        double confidence) {
    static final String LOSS = "loss";
    static final String FIRST = "first";
    private static final String KEY = "compare";
    private static final String TEXT_OF_DEFAULT = "default";

    /** What decides. */
    public enum Test {
        /** Student's t test. */
        T,
        /** Wilcoxon's signed-rank test. */
        WILCOXON;

        @Override
        public String toString() {
            return this == T ? "t" : "wilcoxon";
        }
    }

    public ComparisonRule {
        Require.check(metric.matches("[A-Za-z]\\w{0,63}"), "metric", "a name such as loss or testAccuracy",
                Names.shown(metric));
        Require.check(confidence >= 0.5 && confidence < 1, "confidence", "in [0.5, 1)", confidence);
    }

    /** Reads {@code {metric: loss, baseline: adam, test: t, confidence: 0.95}}, or {@code default}. */
    public static ComparisonRule parse(Object spec) {
        if (TEXT_OF_DEFAULT.equals(spec)) return Options.read(ComparisonRule.class, Map.of());
        if (!(spec instanceof Map<?, ?> map)) {
            throw new InvalidInput("expected {metric: ..., baseline: ..., test: ..., confidence: ...}, but found "
                    + Names.shown(spec));
        }
        Map<String, Object> options = new LinkedHashMap<>();
        map.forEach((key, value) -> options.put(String.valueOf(key), value));
        return Options.read(ComparisonRule.class, options);
    }

    /** The rule in the folder of an experiment. */
    public static ComparisonRule of(Path folder) {
        Document document = Yaml.read(folder.resolve("resolved.yaml"));
        try {
            return parse(document.root().getOrDefault(KEY, TEXT_OF_DEFAULT));
        } catch (InvalidInput e) {
            throw document.complaint(e.in(KEY));
        }
    }

    /** A copy with one option changed: {@code metric=testAccuracy}. */
    public ComparisonRule with(String assignment) {
        String[] parts = assignment.split("=", 2);
        if (parts.length < 2) throw new InvalidInput("--set needs key=value, but is " + Names.shown(assignment));
        try {
            return Options.with(this, parts[0].trim(), Yaml.value(parts[1], parts[0].trim()));
        } catch (InvalidInput e) {
            throw e.in("--set");
        }
    }

    public Object write() {
        return Options.write(this);
    }

    /** The one of these labels, in the order of the spec, that the others are compared with. */
    public String baseline(List<String> labels) {
        if (labels.contains(baseline)) return baseline;
        if (baseline.equals(FIRST)) return labels.get(0);
        throw Names.unknown("label", baseline, labels).in("baseline").in(KEY);
    }

    /** @param metrics what a problem measures beside the loss */
    public void requireMeasured(Collection<String> metrics) {
        if (metric.equals(LOSS) || metrics.contains(metric)) return;
        List<String> known = new ArrayList<>(metrics);
        known.add(0, LOSS);
        throw Names.unknown("metric", metric, known).in("metric").in(KEY);
    }
}
