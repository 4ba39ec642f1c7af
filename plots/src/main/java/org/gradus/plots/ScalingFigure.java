package org.gradus.plots;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A figure of how a result grows with a size, on log-log axes: for each series the median and 20-80 % interval at every
 * size, and the power law fitted to the medians, its slope in the legend.
 *
 * @param title may be empty
 * @param curves at least one, names distinct, all x positive, in the order of the legend
 */
public record ScalingFigure(String title, String xLabel, String yLabel, List<Sensitivity> curves) implements Figure {

    public ScalingFigure {
        curves = List.copyOf(curves);
        Names.check("series", curves.stream().map(Sensitivity::name).toList());
        curves.forEach(Sensitivity::checkPositive);
    }

    @Override
    public FigureModel model() {
        OptionalDouble floor = LogFloor.of(Sensitivity.values(curves));
        Map<String, Palette.Style> styles = Palette.styles(curves.stream().map(Sensitivity::name).toList());
        List<Lines.Series> series = new ArrayList<>();
        for (Sensitivity c : curves) {
            Optional<PowerLaw> law = PowerLaw.fit(fitted(c.band(Double.NEGATIVE_INFINITY), floor));
            Palette.Style style = styles.get(c.name());
            Band band = c.band(floor.orElse(Double.NEGATIVE_INFINITY));
            law.ifPresent(l -> series.add(new Lines.Series(c.name() + " fit", "", style, Lines.Look.FIT, l.over(band))));
            String label = c.label() + law.map(l -> ": " + l.label()).orElse("");
            series.add(new Lines.Series(c.name(), label, style, Lines.Look.POINTS, band));
        }
        List<Band> bands = series.stream().map(Lines.Series::band).toList();
        return new FigureModel(title, Axis.of(xLabel, true, Range.ofX(bands, true)),
                Axis.of(yLabel, true, Range.over(Band.hull(bands), true), floor),
                new Lines(series), Caption.ofScaling(curves, floor));
    }

    /** What a power law can go through: not what diverged, nor what a log axis cannot show. */
    private static List<Band.Point> fitted(Band band, OptionalDouble floor) {
        double above = floor.orElse(0);
        return band.points().stream().filter(p -> p.median() > above && Double.isFinite(p.median())).toList();
    }
}
