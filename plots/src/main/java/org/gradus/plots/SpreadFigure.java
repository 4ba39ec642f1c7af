package org.gradus.plots;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A figure of how results scatter over seeds: a row for each optimizer with every seed's result, the median and the
 * 20-80 % range, on a log axis.
 *
 * @param title may be empty
 * @param spreads at least one, names distinct, from top to bottom
 */
public record SpreadFigure(String title, String xLabel, List<Spread> spreads) implements Figure {

    public SpreadFigure {
        spreads = List.copyOf(spreads);
        Names.check("row", spreads.stream().map(Spread::name).toList());
    }

    @Override
    public FigureModel model() {
        OptionalDouble floor = LogFloor.of(spreads.stream().flatMapToDouble(s -> Arrays.stream(s.values())).toArray());
        double lowest = floor.orElse(Double.MIN_VALUE);
        Map<String, Palette.Style> styles = Palette.styles(spreads.stream().map(Spread::name).toList());
        List<Dots.Row> rows = new ArrayList<>();
        for (Spread s : spreads) {
            double[] values = Arrays.stream(s.values()).map(v -> Math.max(v, lowest)).toArray();
            Band.Point p = Quantile.point(spreads.size() - rows.size(), values, s.diverged());
            rows.add(new Dots.Row(s.name(), styles.get(s.name()), p.x(), values, p.median(), p.lower(), p.upper()));
        }
        DoubleSummaryStatistics all = rows.stream().flatMapToDouble(r -> Arrays.stream(r.values())).summaryStatistics();
        Range x = Range.over(all, true);
        return new FigureModel(title, Axis.of(xLabel, true, x, floor),
                Axis.rows(spreads.stream().map(Spread::label).toList()), new Dots(rows), Caption.ofSpread(spreads, floor));
    }
}
