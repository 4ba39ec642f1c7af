package org.gradus.plots;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A figure of a result against a hyperparameter: for each optimizer the median over seeds and a 20-80 % band.
 *
 * @param title may be empty
 * @param logX whether the x axis is logarithmic; all x must then be positive
 * @param logY whether the y axis is logarithmic
 * @param curves at least one, names distinct, in the order of the legend
 */
public record SensitivityFigure(
        String title, String xLabel, String yLabel, boolean logX, boolean logY, List<Sensitivity> curves)
        implements Figure {

    public SensitivityFigure {
        curves = List.copyOf(curves);
        Names.check("curve", curves.stream().map(Sensitivity::name).toList());
        if (logX) {
            curves.forEach(Sensitivity::checkPositive);
        }
    }

    @Override
    public FigureModel model() {
        OptionalDouble floor = logY ? LogFloor.of(Sensitivity.values(curves)) : OptionalDouble.empty();
        double lowest = floor.orElse(Double.NEGATIVE_INFINITY);
        Map<String, Palette.Style> styles = Palette.styles(curves.stream().map(Sensitivity::name).toList());
        List<Lines.Series> series = curves.stream().map(c -> new Lines.Series(
                c.name(), c.label(), styles.get(c.name()), Lines.Look.CURVE, c.band(lowest))).toList();
        List<Band> bands = series.stream().map(Lines.Series::band).toList();
        return new FigureModel(title, Axis.of(xLabel, logX, Range.ofX(bands, logX)),
                Axis.of(yLabel, logY, Range.over(Band.hull(bands), logY), floor),
                new Lines(series), Caption.ofSensitivity(curves, floor));
    }
}
