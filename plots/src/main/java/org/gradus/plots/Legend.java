package org.gradus.plots;

import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.List;

/** The legend: entries in rows above the plot, where no curve can be hidden by it. */
final class Legend {

    private static final double ROW = 22;
    private static final int MANY = 8;
    private static final double SMALLER = 0.85;
    private static final double SAMPLE = 34;
    private static final double GAP = 22;

    private record Entry(Lines.Series series, Text text, double x, int row) {}

    private final List<Entry> entries = new ArrayList<>();
    private final double row;

    Legend(List<Lines.Series> series, double width) {
        double scale = series.size() > MANY ? SMALLER : 1;
        row = ROW * scale;
        List<Text> texts =
                series.stream().map(s -> Text.label(s.label()).scaled(scale).within(width - SAMPLE - 8)).toList();
        double column = texts.stream().mapToDouble(t -> SAMPLE + 8 + t.width() + GAP).max().orElse(width);
        int columns = Math.max(1, Math.min(series.size(), (int) ((width + GAP) / column)));
        for (int i = 0; i < series.size(); i++) {
            entries.add(new Entry(series.get(i), texts.get(i), i % columns * column, i / columns));
        }
    }

    double height() {
        return entries.isEmpty() ? 0 : (entries.get(entries.size() - 1).row() + 1) * row;
    }

    void paint(Graphics2D g, double left, double top) {
        for (Entry entry : entries) {
            double x = left + entry.x();
            double y = top + (entry.row() + 0.5) * row;
            Palette.Style style = entry.series().style();
            g.setColor(style.color());
            g.setStroke(entry.series().look() == Lines.Look.POINTS ? Lines.DASHES : Lines.LINE);
            g.draw(new Line2D.Double(x, y, x + SAMPLE, y));
            Lines.paintMarker(g, style, x + SAMPLE / 2, y);
            entry.text().draw(g, x + SAMPLE + 8, y + 5, 0);
        }
    }
}
