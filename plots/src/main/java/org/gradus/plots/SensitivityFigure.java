package org.gradus.plots;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;

/**
 * A figure of a result against a hyperparameter: for each optimizer the median over seeds and a 20-80 % band.
 *
 * @param title may be empty
 * @param logX whether the x axis is logarithmic; all x must then be positive
 * @param logY whether the y axis is logarithmic
 * @param curves at least one, names distinct, in the order of the legend
 */
public record SensitivityFigure(
        String title, String xLabel, String yLabel, boolean logX, boolean logY, List<Sensitivity> curves) {

    public SensitivityFigure {
        curves = List.copyOf(curves);
        if (curves.isEmpty()) {
            throw new IllegalArgumentException("a figure needs a curve");
        }
        HashSet<String> names = new HashSet<>();
        for (Sensitivity curve : curves) {
            if (!names.add(curve.name())) {
                throw new IllegalArgumentException("two curves are named " + curve.name());
            }
            if (logX && curve.outcomes().get(0).x() <= 0) {
                throw new IllegalArgumentException("a log axis has no place for x = " + curve.outcomes().get(0).x());
            }
        }
    }

    /** What the figure says, without drawing it. */
    public FigureModel model() {
        return FigureModel.of(this);
    }

    /**
     * Writes {@code baseName.svg}, {@code baseName.png} and {@code baseName.csv}, replacing what is there. Equal figures
     * give equal bytes on the same system. Each file appears whole or not at all.
     *
     * @param directory created if it does not exist
     * @throws IOException if a file cannot be written, or the system has no font to draw with
     */
    public void write(Path directory, String baseName) throws IOException {
        FigureFile.write(model(), directory, baseName);
    }
}
