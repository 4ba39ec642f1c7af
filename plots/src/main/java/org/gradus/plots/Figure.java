package org.gradus.plots;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A figure: numbers and labels in memory, which it writes as files or as an element of a web page. */
public sealed interface Figure
        permits ConvergenceFigure, SensitivityFigure, SpreadFigure, HeatMapFigure, ScalingFigure, BarFigure {

    /** What the figure says, without drawing it. */
    FigureModel model();

    /**
     * Writes {@code baseName.svg}, {@code .png}, {@code .pdf} and {@code .csv}, replacing what is there. Equal figures give
     * equal bytes on the same system. Each file appears whole or not at all.
     *
     * @param directory created if it does not exist
     * @throws IOException if a file cannot be written, or the system has no font to draw with
     */
    default void write(Path directory, String baseName) throws IOException {
        FigureFile.write(model(), directory, baseName);
    }

    /**
     * The figure as one {@code svg} element, to stand inside a page or in a file. It has no ids and no style sheet, so that
     * any number of figures can share a page.
     *
     * @throws UncheckedIOException if the system has no font to measure text with
     */
    default String svg() {
        try {
            return FigureFile.svg(model());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
