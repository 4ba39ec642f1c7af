package org.gradus.plots;

import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.List;

/** The legend: entries in rows above the plot, where no curve can be hidden by it. */
final class Legend {

    static final double ROW = 22;
    private static final double SAMPLE = 34;
    private static final double GAP = 22;

    private record Entry(FigureModel.Series series, Text text, double x, int row) {}

    private final List<Entry> entries = new ArrayList<>();

    Legend(List<FigureModel.Series> series, double width) {
        double column = series.stream().mapToDouble(s -> SAMPLE + 8 + text(s).width() + GAP).max().orElse(width);
        int columns = Math.max(1, Math.min(series.size(), (int) ((width + GAP) / column)));
        for (int i = 0; i < series.size(); i++) {
            entries.add(new Entry(series.get(i), text(series.get(i)), i % columns * column, i / columns));
        }
    }

    double height() {
        return entries.isEmpty() ? 0 : (entries.get(entries.size() - 1).row() + 1) * ROW;
    }

    void paint(Graphics2D g, double left, double top) {
        for (Entry entry : entries) {
            double x = left + entry.x();
            double y = top + entry.row() * ROW + ROW / 2;
            Palette.Style style = entry.series().style();
            g.setColor(style.color());
            g.setStroke(PlotArea.LINE);
            g.draw(new Line2D.Double(x, y, x + SAMPLE, y));
            PlotArea.paintMarker(g, style, x + SAMPLE / 2, y);
            entry.text().draw(g, x + SAMPLE + 8, y + 5, 0);
        }
    }

    private static Text text(FigureModel.Series series) {
        return FigurePainter.label(series.label());
    }
}
