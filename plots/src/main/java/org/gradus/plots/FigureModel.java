package org.gradus.plots;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * All that a figure says, before any of it is drawn.
 *
 * @param logX whether the x axis is logarithmic
 * @param logY whether the y axis is logarithmic
 * @param x range of the x axis
 * @param y range of the y axis
 * @param xTicks labelled values of the x axis
 * @param yTicks labelled values of the y axis
 * @param series in the order of the legend
 * @param dots rows of single results, in place of series
 * @param floor where a log axis draws values that it cannot show; empty if there are none
 * @param caption what line and band are, and everything that was done to the data
 */
public record FigureModel(
        String title, String xLabel, String yLabel, boolean logX, boolean logY, Range x, Range y,
        List<Tick> xTicks, List<Tick> yTicks, List<Series> series, List<Dots> dots, OptionalDouble floor, String caption) {

    /** One curve as drawn, with its text in the legend. */
    public record Series(String name, String label, Palette.Style style, Band band) {}

    /** A row at height {@code y}: every seed's result, and their quantiles. */
    public record Dots(String name, Palette.Style style, double y, double[] values, double median, double lower,
            double upper) {}

    private static final int MAX_POINTS = 200;

    public FigureModel {
        xTicks = List.copyOf(xTicks);
        yTicks = List.copyOf(yTicks);
        series = List.copyOf(series);
        dots = List.copyOf(dots);
    }

    static FigureModel of(ConvergenceFigure figure) {
        boolean log = figure.logY();
        OptionalDouble floor =
                log ? LogFloor.of(figure.curves().stream().flatMap(c -> c.runs().stream()).toList())
                        : OptionalDouble.empty();
        List<Curve> curves = figure.curves().stream().map(c -> floored(c, floor)).toList();
        Map<String, Palette.Style> styles = Palette.styles(curves.stream().map(Curve::name).toList());
        List<Series> series = curves.stream()
                .map(c -> new Series(c.name(), c.label(), styles.get(c.name()), Band.over(c.runs(), MAX_POINTS)))
                .toList();
        Range x = xRange(series, false);
        Range y = yRange(curves, log);
        return new FigureModel(
                figure.title(), figure.xLabel(), figure.yLabel(), false, log, x, y, Tick.linear(x),
                yTicks(y, log, floor), series, List.of(), floor, Caption.of(curves, floor, leavesFrame(series, y)));
    }

    static FigureModel of(SensitivityFigure figure) {
        boolean log = figure.logY();
        OptionalDouble floor =
                log ? LogFloor.of(figure.curves().stream().map(FigureModel::values).toList()) : OptionalDouble.empty();
        Map<String, Palette.Style> styles = Palette.styles(figure.curves().stream().map(Sensitivity::name).toList());
        List<Series> series = figure.curves().stream().map(c -> new Series(
                c.name(), c.label(), styles.get(c.name()), c.band(floor.orElse(Double.NEGATIVE_INFINITY)))).toList();
        Range x = xRange(series, figure.logX());
        Range y = range(hull(series.stream().map(Series::band).toList()), log);
        return new FigureModel(
                figure.title(), figure.xLabel(), figure.yLabel(), figure.logX(), log, x, y,
                figure.logX() ? Tick.log(x) : Tick.linear(x), yTicks(y, log, floor),
                series, List.of(), floor, Caption.ofSensitivity(figure.curves(), floor));
    }

    static FigureModel of(SpreadFigure figure) {
        List<Spread> spreads = figure.spreads();
        OptionalDouble floor = LogFloor.of(spreads.stream().map(s -> values(s.values())).toList());
        double lowest = floor.orElse(Double.MIN_VALUE);
        Map<String, Palette.Style> styles = Palette.styles(spreads.stream().map(Spread::name).toList());
        List<Dots> dots = new ArrayList<>();
        List<Tick> rows = new ArrayList<>();
        for (int i = 0; i < spreads.size(); i++) {
            Spread s = spreads.get(i);
            double y = spreads.size() - i;
            double[] values = Arrays.stream(s.values()).map(v -> Math.max(v, lowest)).toArray();
            dots.add(new Dots(s.name(), styles.get(s.name()), y, values, Math.max(lowest, s.quantile(0.5)),
                    Math.max(lowest, s.quantile(0.2)), Math.max(lowest, s.quantile(0.8))));
            rows.add(new Tick(y, s.label()));
        }
        DoubleSummaryStatistics all = dots.stream().flatMapToDouble(d -> Arrays.stream(d.values())).summaryStatistics();
        Range x = all.getCount() == 0 ? new Range(0.1, 1) : Range.of(all.getMin(), all.getMax(), true);
        return new FigureModel(figure.title(), figure.xLabel(), "", true, false, x, new Range(0.4, spreads.size() + 0.6),
                Tick.log(x), rows, List.of(), dots, floor, Caption.ofSpread(spreads, floor));
    }

    /** All results of an optimizer; their order means nothing. */
    private static Run values(Sensitivity curve) {
        return values(curve.outcomes().stream().flatMapToDouble(o -> Arrays.stream(o.values())).toArray());
    }

    private static Run values(double[] y) {
        return new Run(IntStream.range(0, y.length).asDoubleStream().toArray(), y, false);
    }

    private static Curve floored(Curve curve, OptionalDouble floor) {
        return floor.isEmpty()
                ? curve
                : new Curve(curve.name(), curve.runs().stream().map(r -> r.flooredAt(floor.getAsDouble())).toList());
    }

    private static Range xRange(List<Series> series, boolean log) {
        DoubleSummaryStatistics all =
                series.stream().flatMap(s -> s.band().points().stream()).mapToDouble(Band.Point::x).summaryStatistics();
        return all.getCount() == 0 ? new Range(0, 1) : Range.of(all.getMin(), all.getMax(), log);
    }

    // Runs that did not diverge set the scale, so that one explosion does not flatten everything else.
    private static Range yRange(List<Curve> curves, boolean log) {
        List<Band> calm = new ArrayList<>();
        for (Curve curve : curves) {
            calm.add(Band.over(curve.runs().stream().filter(run -> !run.diverged()).toList(), MAX_POINTS));
        }
        DoubleSummaryStatistics hull = hull(calm);
        if (hull.getCount() == 0) {
            hull = hull(curves.stream().map(c -> Band.over(c.runs(), MAX_POINTS)).toList());
        }
        return range(hull, log);
    }

    private static Range range(DoubleSummaryStatistics hull, boolean log) {
        if (hull.getCount() == 0) {
            return new Range(log ? 0.1 : 0, 1);
        }
        // A linear axis that nearly reaches zero shows it: lengths can then be compared.
        boolean nearZero = !log && hull.getMin() > 0 && hull.getMin() < 0.2 * hull.getMax();
        return Range.of(nearZero ? 0 : hull.getMin(), hull.getMax(), log);
    }

    private static DoubleSummaryStatistics hull(List<Band> bands) {
        return bands.stream()
                .flatMap(band -> band.points().stream())
                .flatMapToDouble(p -> DoubleStream.of(p.lower(), p.median(), p.upper()))
                .filter(Double::isFinite)
                .summaryStatistics();
    }

    private static boolean leavesFrame(List<Series> series, Range y) {
        return series.stream()
                .flatMap(s -> s.band().points().stream())
                .anyMatch(p -> !y.contains(p.lower()) || !y.contains(p.upper()));
    }

    private static List<Tick> yTicks(Range y, boolean log, OptionalDouble floor) {
        if (!log) {
            return Tick.linear(y);
        }
        List<Tick> ticks = new ArrayList<>(Tick.log(y));
        if (floor.isPresent() && y.contains(floor.getAsDouble())) {
            double value = floor.getAsDouble();
            ticks.removeIf(tick -> tick.value() < 5 * value);
            ticks.add(0, new Tick(value, "≤ " + Tick.power(value)));
        }
        return ticks;
    }
}
