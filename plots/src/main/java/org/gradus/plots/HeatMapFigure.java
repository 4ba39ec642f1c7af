package org.gradus.plots;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A figure of a result over two hyperparameters: the median over seeds by colour, the smallest one marked, what diverged
 * hatched. Cells lie at the true places of their values.
 *
 * @param title may be empty
 * @param logX whether the x axis is logarithmic; all x must then be positive
 * @param logY whether the y axis is logarithmic; all y must then be positive
 * @param logValue whether colours follow the logarithm of the result
 * @param products whether to draw lines of constant x·y
 * @param cells at least one, at distinct places, in any order; a place of the grid may lack one
 */
public record HeatMapFigure(
        String title, String xLabel, String yLabel, String valueLabel, boolean logX, boolean logY, boolean logValue,
        boolean products, List<Cell> cells) implements Figure {

    /**
     * The results of all seeds at one place.
     *
     * @param values one finite result for each seed that did not diverge
     * @param diverged how many seeds diverged; they count as infinitely large results
     */
    public record Cell(double x, double y, double[] values, int diverged) {

        public Cell {
            values = values.clone();
            if (!Double.isFinite(x) || !Double.isFinite(y) || !Arrays.stream(values).allMatch(Double::isFinite)) {
                throw new IllegalArgumentException("place and values of a cell must be finite, but are " + x + ", " + y
                        + ", " + Arrays.toString(values));
            }
            if (diverged < 0 || values.length + diverged == 0) {
                throw new IllegalArgumentException("no seeds at " + x + ", " + y);
            }
        }

        @Override
        public double[] values() {
            return values.clone();
        }

        /** The median over all seeds; infinite if half of them diverged. */
        public double median() {
            return Quantile.point(x, values, diverged).median();
        }
    }

    public HeatMapFigure {
        cells = List.copyOf(cells);
        if (cells.isEmpty()) {
            throw new IllegalArgumentException("a figure needs a cell");
        }
        HashSet<List<Double>> places = new HashSet<>();
        for (Cell cell : cells) {
            if (!places.add(List.of(cell.x, cell.y))) {
                throw new IllegalArgumentException("two cells are at " + cell.x + ", " + cell.y);
            }
            if (logX && cell.x <= 0 || logY && cell.y <= 0) {
                throw new IllegalArgumentException("a log axis has no place for the cell at " + cell.x + ", " + cell.y);
            }
        }
    }

    /** The cell of the smallest median, the first of equal ones; none if everything diverged. */
    public Optional<Cell> best() {
        return cells.stream().filter(c -> Double.isFinite(c.median())).min(Comparator.comparingDouble(Cell::median));
    }

    @Override
    public FigureModel model() {
        Intervals x = Intervals.around(cells.stream().mapToDouble(Cell::x).toArray(), logX);
        Intervals y = Intervals.around(cells.stream().mapToDouble(Cell::y).toArray(), logY);
        double[] medians = cells.stream().mapToDouble(Cell::median).filter(Double::isFinite).toArray();
        OptionalDouble floor = logValue ? LogFloor.of(medians) : OptionalDouble.empty();
        double lowest = floor.orElse(Double.NEGATIVE_INFINITY);
        List<Cells.Cell> drawn = new ArrayList<>();
        for (Cell c : cells) {
            drawn.add(new Cells.Cell(c.x, c.y, x.of(c.x), y.of(c.y), Math.max(lowest, c.median()),
                    c.values.length + c.diverged, c.diverged));
        }
        Range range = Range.over(Arrays.stream(medians).map(v -> Math.max(lowest, v)).summaryStatistics(), logValue);
        Axis value = Axis.of(valueLabel, logValue, range, floor);
        Optional<Cells.Cell> best = best().map(b -> drawn.get(cells.indexOf(b)));
        return new FigureModel(title, x.axis(xLabel), y.axis(yLabel), new Cells(drawn, best, value, products),
                caption(floor));
    }

    private String caption(OptionalDouble floor) {
        IntSummaryStatistics n = cells.stream().mapToInt(c -> c.values.length + c.diverged).summaryStatistics();
        StringBuilder text = new StringBuilder(n.getMax() == 1 ? "One run a cell." : "Median over n = " + Caption.span(n)
                + " seeds.");
        best().ifPresent(b -> text.append(" Star: the smallest, ").append(Tick.text(b.median())).append(", at ")
                .append(Tick.text(b.x)).append(" (").append(xLabel).append("), ").append(Tick.text(b.y)).append(" (")
                .append(yLabel).append(")."));
        long hatched = cells.stream().filter(c -> Double.isInfinite(c.median())).count();
        if (hatched > 0) {
            text.append(n.getMax() == 1 ? " Hatched: diverged" : " Hatched: half of the seeds or more diverged")
                    .append(" (").append(hatched).append(" of ").append(cells.size()).append(" cells).");
        }
        long some = cells.stream().filter(c -> c.diverged > 0 && Double.isFinite(c.median())).count();
        if (some > 0) {
            text.append(" Dot: some seeds diverged (").append(some).append(" of ").append(cells.size()).append(" cells).");
        }
        if (products) {
            text.append(" Lines: constant product of the two.");
        }
        Caption.appendFloor(text, floor);
        return text.toString();
    }
}
