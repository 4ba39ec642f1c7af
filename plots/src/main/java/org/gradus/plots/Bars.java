package org.gradus.plots;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/**
 * Rows of bars with whiskers, and a column of numbers beside them.
 *
 * @param rows from top to bottom
 */
public record Bars(List<Row> rows) implements Body {

    /** A bar at height {@code y}; quantiles may be infinite. */
    public record Row(String name, Palette.Style style, double y, double median, double lower, double upper, int runs,
            int missed, String text) {}

    private static final double ROW = 30;
    private static final double THICKNESS = 16;
    private static final double CAP = 4;
    private static final double GAP = 12;
    /** Below a height of 80 XChart 3.8.8 puts every value in the middle. */
    private static final double LOWEST = 90;

    public Bars {
        rows = List.copyOf(rows);
    }

    @Override
    public void paint(Graphics2D g, Frame frame) {
        for (Row row : rows) {
            double y = frame.y(row.y());
            Graphics2D inside = frame.inside(g);
            if (row.median() > 0 && Double.isFinite(row.median())) {
                double start = frame.area().getX();
                inside.setColor(row.style().color());
                inside.fill(new Rectangle2D.Double(start, y - THICKNESS / 2, frame.x(row.median()) - start, THICKNESS));
            }
            if (row.lower() < row.upper() && Double.isFinite(row.lower())) {
                paintWhisker(inside, Color.WHITE, 4f, frame.x(row.lower()), frame.x(row.upper()), y);
                paintWhisker(inside, Text.INK, 1.5f, frame.x(row.lower()), frame.x(row.upper()), y);
            }
            inside.dispose();
            Text.label(row.text()).draw(g, frame.area().getMaxX() + GAP, y + 5, 0);
        }
    }

    @Override
    public String csv() {
        Csv csv = new Csv("name", "median", "lower", "upper", "runs", "missed");
        rows.forEach(r -> csv.row(r.name(), r.median(), r.lower(), r.upper(), r.runs(), r.missed()));
        return csv.toString();
    }

    @Override
    public double height(double left) {
        return Math.max(LOWEST, rows.size() * ROW + 10);
    }

    @Override
    public double beside() {
        return GAP + rows.stream().mapToDouble(r -> Text.label(r.text()).width()).max().orElse(0) - 8;
    }

    @Override
    public double filled() {
        return 1; // bars begin at the axis
    }

    private static void paintWhisker(Graphics2D g, Color color, float width, double from, double to, double y) {
        g.setColor(color);
        g.setStroke(new BasicStroke(width));
        g.draw(new Line2D.Double(from, y, to, y));
        g.draw(new Line2D.Double(from, y - CAP, from, y + CAP));
        g.draw(new Line2D.Double(to, y - CAP, to, y + CAP));
    }
}
