package org.gradus.plots;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/**
 * Rows of single results.
 *
 * @param rows from top to bottom
 */
public record Dots(List<Row> rows) implements Body {

    /** A row at height {@code y}: every seed's result, and their quantiles. */
    public record Row(String name, Palette.Style style, double y, double[] values, double median, double lower,
            double upper) {}

    private static final double BAR = 10;
    private static final double DOT = 4;
    private static final int DOT_ALPHA = 150;

    public Dots {
        rows = List.copyOf(rows);
    }

    @Override
    public void paint(Graphics2D g, Frame frame) {
        Graphics2D inside = frame.inside(g);
        rows.forEach(row -> paint(inside, frame, row));
        inside.dispose();
    }

    @Override
    public String csv() {
        Csv csv = new Csv("series", "value");
        for (Row row : rows) {
            for (double value : row.values()) {
                csv.row(row.name(), value);
            }
        }
        return csv.toString();
    }

    @Override
    public double height(double left) {
        return Math.max(120, 36 * rows.size());
    }

    private static void paint(Graphics2D g, Frame frame, Row row) {
        Color color = row.style().color();
        double at = frame.y(row.y());
        if (Double.isFinite(row.lower())) {
            double start = frame.x(row.lower());
            double end = Double.isFinite(row.upper()) ? frame.x(row.upper()) : frame.area().getMaxX();
            g.setColor(Lines.faint(color));
            g.fill(new Rectangle2D.Double(start, at - BAR / 2, end - start, BAR));
        }
        g.setColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), DOT_ALPHA));
        for (double value : row.values()) {
            g.fill(new Ellipse2D.Double(frame.x(value) - DOT / 2, at - DOT / 2, DOT, DOT));
        }
        if (Double.isFinite(row.median())) {
            Lines.paintMarker(g, row.style(), frame.x(row.median()), at);
        }
    }
}
