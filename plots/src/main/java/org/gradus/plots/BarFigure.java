package org.gradus.plots;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * A figure of one positive quantity by name, such as steps to a target or bytes of optimizer state: bars to the median over
 * runs, whiskers over the 20-80 % interval, the number beside each.
 *
 * @param title may be empty
 * @param log whether the axis is logarithmic; otherwise it begins at zero
 * @param unit how the numbers are written
 * @param bars at least one, names distinct, from top to bottom
 */
public record BarFigure(String title, String xLabel, boolean log, Unit unit, List<Bar> bars) implements Figure {

    /**
     * The results of all runs of one name.
     *
     * @param values one for each run that reached its target, zero or positive
     * @param missed how many runs did not reach it; they count as infinitely large
     */
    public record Bar(String name, double[] values, int missed) {

        public Bar {
            values = values.clone();
            if (name.isBlank()) {
                throw new IllegalArgumentException("a bar needs a name");
            }
            if (!Arrays.stream(values).allMatch(v -> v >= 0 && Double.isFinite(v))) {
                throw new IllegalArgumentException("values of a bar must be finite and not negative, but those of " + name
                        + " are " + Arrays.toString(values));
            }
            if (missed < 0 || values.length + missed == 0) {
                throw new IllegalArgumentException("bar " + name + " has no runs");
            }
        }

        /** A bar of one value. */
        public Bar(String name, double value) {
            this(name, new double[] {value}, 0);
        }

        @Override
        public double[] values() {
            return values.clone();
        }

        /** Runs, those that missed the target included. */
        public int runs() {
            return values.length + missed;
        }
    }

    public BarFigure {
        bars = List.copyOf(bars);
        Names.check("bar", bars.stream().map(Bar::name).toList());
    }

    @Override
    public FigureModel model() {
        Map<String, Palette.Style> styles = Palette.styles(bars.stream().map(Bar::name).toList());
        List<Bars.Row> rows = new ArrayList<>();
        for (Bar bar : bars) {
            Band.Point p = Quantile.point(bars.size() - rows.size(), bar.values, bar.missed);
            rows.add(new Bars.Row(bar.name, styles.get(bar.name), p.x(), p.median(), p.lower(), p.upper(), bar.runs(),
                    bar.missed, text(bar, p.median())));
        }
        Axis x = Axis.of(xLabel, log, range(rows));
        x = unit == Unit.NUMBER ? x
                : x.withTicks(x.ticks().stream().map(t -> new Tick(t.value(), unit.text(t.value()))).toList());
        return new FigureModel(title, x, Axis.rows(bars.stream().map(Bar::name).toList()), new Bars(rows), caption());
    }

    private String text(Bar bar, double median) {
        String missed = "not reached (" + bar.missed + " of " + bar.runs() + ")";
        return Double.isInfinite(median) ? missed : unit.text(median) + (bar.missed > 0 ? ", " + missed : "");
    }

    private Range range(List<Bars.Row> rows) {
        DoubleSummaryStatistics ends = rows.stream().flatMapToDouble(r -> DoubleStream.of(r.lower(), r.median(), r.upper()))
                .filter(v -> v > 0 && Double.isFinite(v)).summaryStatistics();
        if (ends.getCount() == 0) {
            return new Range(log ? 0.1 : 0, 1);
        }
        // A bar on a log axis needs some length, so that the shortest one can be seen.
        return log ? new Range(Range.positive(ends.getMin() / 2), Range.positive(ends.getMax() * 1.2))
                : new Range(0, ends.getMax() * 1.03);
    }

    private String caption() {
        IntSummaryStatistics n = bars.stream().mapToInt(Bar::runs).summaryStatistics();
        StringBuilder text = new StringBuilder(n.getMax() == 1 ? "One value each."
                : "Bars: median; whiskers: 20-80 % interval, n = " + Caption.span(n) + " runs.");
        if (bars.stream().anyMatch(b -> b.missed > 0)) {
            text.append(" Runs that did not reach the target count as infinitely long.");
        }
        if (log && bars.stream().flatMapToDouble(b -> Arrays.stream(b.values)).anyMatch(v -> v == 0)) {
            text.append(" A log axis has no place for zero: such a bar is not drawn.");
        }
        return text.toString();
    }
}
