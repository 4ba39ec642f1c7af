package org.gradus.plots;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;

/**
 * A figure of how results scatter over seeds: a row for each optimizer with every seed's result, the median and the
 * 20-80 % range, on a log axis.
 *
 * @param title may be empty
 * @param spreads at least one, names distinct, from top to bottom
 */
public record SpreadFigure(String title, String xLabel, List<Spread> spreads) {

    public SpreadFigure {
        spreads = List.copyOf(spreads);
        if (spreads.isEmpty()) {
            throw new IllegalArgumentException("a figure needs a row");
        }
        HashSet<String> names = new HashSet<>();
        for (Spread spread : spreads) {
            if (!names.add(spread.name())) {
                throw new IllegalArgumentException("two rows are named " + spread.name());
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
