package org.gradus.plots;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * A figure of optimizers' progress over steps, gradient evaluations, bytes or seconds: for each curve the median over seeds
 * and a 20-80 % band.
 *
 * @param title may be empty
 * @param logX whether the x axis is logarithmic; points at or below zero are then left out, and the caption says so
 * @param logY whether the y axis is logarithmic
 * @param curves at least one, names distinct, in the order of the legend
 */
public record ConvergenceFigure(
        String title, String xLabel, String yLabel, boolean logX, boolean logY, List<Curve> curves) implements Figure {

    public ConvergenceFigure {
        curves = List.copyOf(curves);
        Names.check("curve", curves.stream().map(Curve::name).toList());
    }

    /** A figure with a linear x axis. */
    public ConvergenceFigure(String title, String xLabel, String yLabel, boolean logY, List<Curve> curves) {
        this(title, xLabel, yLabel, false, logY, curves);
    }

    @Override
    public FigureModel model() {
        List<Curve> placed = logX ? curves.stream().map(c -> c.map(Run::positiveX)).toList() : curves;
        OptionalDouble floor = logY ? LogFloor.of(values(placed, true), values(placed, false)) : OptionalDouble.empty();
        List<Curve> drawn =
                floor.isEmpty() ? placed : placed.stream().map(c -> c.map(r -> r.flooredAt(floor.getAsDouble()))).toList();
        Map<String, Palette.Style> styles = Palette.styles(drawn.stream().map(Curve::name).toList());
        List<Lines.Series> series = new ArrayList<>();
        for (Curve c : drawn) {
            series.add(new Lines.Series(c.name(), c.label(), styles.get(c.name()), Lines.Look.CURVE, band(c.runs())));
        }
        List<Band> bands = series.stream().map(Lines.Series::band).toList();
        Range y = Range.over(calm(drawn), logY);
        boolean leaves = bands.stream().flatMap(b -> b.points().stream())
                .anyMatch(p -> !y.contains(p.lower()) || !y.contains(p.upper()));
        boolean leftOut = logX && curves.stream().flatMap(c -> c.runs().stream()).anyMatch(r -> r.positiveX() != r);
        return new FigureModel(title, Axis.of(xLabel, logX, Range.ofX(bands, logX)), Axis.of(yLabel, logY, y, floor),
                new Lines(series), Caption.of(curves, leaves, leftOut, floor));
    }

    private Band band(List<Run> runs) {
        return Band.over(runs, Lines.MAX_POINTS, logX);
    }

    private static double[] values(List<Curve> curves, boolean divergedToo) {
        return curves.stream().flatMap(c -> c.runs().stream()).filter(r -> divergedToo || !r.diverged())
                .flatMapToDouble(r -> DoubleStream.of(r.y())).toArray();
    }

    // Runs that did not diverge set the scale, so that one explosion does not flatten everything else.
    private DoubleSummaryStatistics calm(List<Curve> curves) {
        Stream<Band> calm = curves.stream().map(c -> band(c.runs().stream().filter(r -> !r.diverged()).toList()));
        DoubleSummaryStatistics hull = Band.hull(calm.toList());
        return hull.getCount() > 0 ? hull : Band.hull(curves.stream().map(c -> band(c.runs())).toList());
    }
}
