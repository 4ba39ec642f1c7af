package org.gradus.experiments.compare;

import java.util.ArrayList;
import java.util.List;
import org.gradus.experiments.result.Measure;
import org.gradus.experiments.result.Quantity;
import org.gradus.experiments.result.StudyResult;
import org.gradus.experiments.spec.ComparisonRule;
import org.gradus.experiments.spec.Round;
import org.gradus.experiments.table.Table.Cell;
import org.gradus.experiments.table.Table;

/** Comparisons as a table for each study, and what must be said below them. */
public final class ComparisonTables {
    private ComparisonTables() {}

    /** One row a contestant other than the baseline, under every condition. Studies of one contestant have no table. */
    public static List<Table> of(Comparisons comparisons) {
        return comparisons.results().studies().stream().filter(study -> study.labels().size() > 1)
                .map(study -> table(comparisons, study)).toList();
    }

    private static Table table(Comparisons comparisons, StudyResult study) {
        String baseline = comparisons.rule().baseline(study.labels());
        List<String> heading = new ArrayList<>(study.options());
        heading.addAll(List.of(comparisons.results().contestant(),
                Measure.words(comparisons.rule().metric()) + " against " + baseline,
                percent(comparisons.rule()) + " interval", "p", "Holm p", "seeds", "verdict", "remarks"));
        List<List<Cell>> rows = comparisons.all().stream().filter(c -> c.study().equals(study.name()))
                .map(ComparisonTables::row).toList();
        return new Table(study.name(), heading, rows);
    }

    private static List<Cell> row(Comparison c) {
        Effect effect = c.effect();
        List<Cell> row = new ArrayList<>();
        c.varied().values().forEach(value -> row.add(new Cell(Round.text(value), value)));
        row.add(Cell.of(c.contestant()));
        row.add(new Cell(text(c, effect.estimate()), effect.estimate()));
        row.add(effect.bounded() ? new Cell(text(c, effect.low()) + " to " + text(c, effect.high()), effect.low())
                : Cell.of("-"));
        row.add(probability(effect.p()));
        row.add(probability(c.holm()));
        row.add(new Cell(Integer.toString(c.pairs().size()), c.pairs().size()));
        row.add(Cell.of(c.verdict()));
        row.add(Cell.of(String.join("; ", c.remarks())));
        return row;
    }

    /** Ratios as {@code x 0.83}, differences with their sign, those of accuracies in points (hundredths). */
    private static String text(Comparison c, double value) {
        if (Double.isNaN(value)) return "-";
        if (Double.isInfinite(value)) return value > 0 ? "+inf" : "-inf";
        if (c.effect().ratio()) return Quantity.text("x %.4g", value);
        boolean accuracy = c.rule().metric().endsWith("Accuracy");
        return accuracy ? Quantity.text("%+.2f points", 100 * value) : Quantity.text("%+.4g", value);
    }

    /** The confidence as {@code 95 %}. */
    static String percent(ComparisonRule rule) {
        return Round.text(Math.round(1e6 * rule.confidence()) / 1e4) + " %";
    }

    private static Cell probability(double p) {
        return Double.isNaN(p) ? Cell.of("-") : new Cell(Quantity.text("%.2g", p), p);
    }
}
