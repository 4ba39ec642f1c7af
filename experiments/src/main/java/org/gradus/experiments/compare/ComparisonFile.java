package org.gradus.experiments.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.gradus.experiments.document.Csv;
import org.gradus.experiments.spec.Round;
import org.gradus.optim.io.AtomicFile;

/** Comparisons for other programs. */
public final class ComparisonFile {
    private ComparisonFile() {}

    /** As the command line documents it: what is not a number is null, what is infinite is {@code "Infinity"}. */
    public static Map<String, Object> json(Comparisons comparisons) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rule", comparisons.rule().write());
        json.put("fixed", comparisons.fixed());
        json.put("comparisons", comparisons.all().stream().map(ComparisonFile::json).toList());
        json.put("notes", ComparisonNotes.of(comparisons));
        return json;
    }

    private static Map<String, Object> json(Comparison c) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("study", c.study());
        json.put("varied", c.varied());
        json.put("contestant", c.contestant());
        json.put("baseline", c.baseline());
        json.put("pairs", c.pairs().size());
        json.put("effect", c.effect().ratio() ? "ratio" : "difference");
        json.put("estimate", numberOrNull(c.effect().estimate()));
        json.put("low", numberOrNull(c.effect().low()));
        json.put("high", numberOrNull(c.effect().high()));
        json.put("test", c.effect().test() == null ? null : c.effect().test().toString());
        json.put("p", numberOrNull(c.effect().p()));
        json.put("holm", numberOrNull(c.holm()));
        json.put("differs", c.differs());
        json.put("verdict", c.verdict());
        json.put("diverged", c.pairs().contestantDiverged());
        json.put("baselineDiverged", c.pairs().baselineDiverged());
        json.put("missing", c.pairs().withoutContestant());
        json.put("baselineMissing", c.pairs().withoutBaseline());
        json.put("remarks", c.remarks());
        return json;
    }

    private static Double numberOrNull(double value) {
        return Double.isNaN(value) ? null : value;
    }

    /** Writes {@code compare.csv} into the folder of the experiment: the columns of {@link #json}, a row a comparison. */
    public static Path write(Comparisons comparisons) {
        Path file = comparisons.results().folder().resolve("compare.csv");
        StringBuilder text = new StringBuilder();
        for (Comparison c : comparisons.all()) {
            Map<String, Object> row = json(c);
            if (text.isEmpty()) text.append(Csv.line(List.copyOf(row.keySet())));
            text.append(Csv.line(row.values().stream().map(ComparisonFile::field).toList()));
        }
        AtomicFile.write(file, text);
        return file;
    }

    private static String field(Object value) {
        if (value == null) return "";
        return value instanceof List<?> list ? list.stream().map(String::valueOf).collect(Collectors.joining("; "))
                : value instanceof Map<?, ?> varied ? condition(varied) : value.toString();
    }

    private static String condition(Map<?, ?> varied) {
        List<String> options = new ArrayList<>();
        varied.forEach((option, value) -> options.add(option + "=" + Round.text((Double) value)));
        return String.join("; ", options);
    }
}
