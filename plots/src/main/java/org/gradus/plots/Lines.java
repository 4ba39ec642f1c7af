package org.gradus.plots;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Medians with their bands or intervals, over the x axis. A median is drawn here, as one path, because XChart writes every
 * segment of a line on its own, which makes large files and breaks the joins.
 *
 * @param series in the order of the legend
 */
public record Lines(List<Series> series) implements Body {

    /** One curve as drawn, with its text in the legend; an empty one is not listed. */
    public record Series(String name, String label, Palette.Style style, Look look, Band band) {}

    /** How a series is drawn. */
    public enum Look {
        /** A line through the medians, a band, and sparse markers. */
        CURVE,
        /** A marker and an interval for every point. */
        POINTS,
        /** A dashed line. */
        FIT
    }

    static final BasicStroke LINE = new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    static final BasicStroke DASHES =
            new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0);
    static final int BAND_ALPHA = 46;

    /** Most points that a curve is drawn with: one every six units of the page. */
    static final int MAX_POINTS = 125;

    private static final int MARKERS = 8;
    private static final double MARKER_SIZE = 8.5;
    private static final double CAP = 3;

    public Lines {
        series = List.copyOf(series);
    }

    @Override
    public List<Series> legend() {
        return series.stream().filter(s -> !s.label().isEmpty()).toList();
    }

    @Override
    public List<Frame.Polygon> polygons() {
        return series.stream().filter(s -> s.look() == Look.CURVE && !s.band().isCollapsed()).map(Lines::band).toList();
    }

    @Override
    public void paint(Graphics2D g, Frame frame) {
        Graphics2D inside = frame.inside(g);
        for (Series s : series) {
            inside.setColor(s.style().color());
            if (s.look() == Look.POINTS) {
                paintIntervals(inside, frame, s);
            } else {
                inside.setStroke(s.look() == Look.FIT ? DASHES : LINE);
                inside.draw(median(frame, s));
            }
        }
        for (int i = 0; i < series.size(); i++) {
            paintMarkers(inside, frame, series.get(i), (i + 0.5) / series.size());
        }
        if (series.stream().allMatch(s -> s.band().points().isEmpty())) {
            Rectangle2D area = frame.area();
            Text.label("no finite values").draw(inside, area.getCenterX(), area.getCenterY(), 0.5);
        }
        inside.dispose();
    }

    @Override
    public String csv() {
        Csv csv = new Csv("series", "x", "median", "lower", "upper");
        for (Series s : series) {
            s.band().points().forEach(p -> csv.row(s.name(), p.x(), p.median(), p.lower(), p.upper()));
        }
        return csv.toString();
    }

    static void paintMarker(Graphics2D g, Palette.Style style, double x, double y) {
        Shape shape = style.marker().at(x, y, MARKER_SIZE);
        g.setColor(Color.WHITE); // a thin halo, so that a marker stands out from lines that cross it
        g.setStroke(LINE);
        g.draw(shape);
        g.setColor(style.color());
        g.fill(shape);
    }

    static Color faint(Color color) {
        return new Color(color.getRed(), color.getGreen(), color.getBlue(), BAND_ALPHA);
    }

    private static Frame.Polygon band(Series series) {
        List<Band.Point> points = series.band().points();
        int n = points.size();
        double[] x = new double[2 * n];
        double[] y = new double[2 * n];
        for (int i = 0; i < n; i++) {
            x[i] = x[2 * n - 1 - i] = points.get(i).x();
            y[i] = points.get(i).upper();
            y[2 * n - 1 - i] = points.get(i).lower();
        }
        return new Frame.Polygon(series.name(), faint(series.style().color()), x, y);
    }

    private static Path2D median(Frame frame, Series series) {
        Path2D line = new Path2D.Double();
        for (Band.Point p : series.band().points()) {
            if (line.getCurrentPoint() == null) {
                line.moveTo(frame.x(p.x()), frame.y(p.median()));
            }
            line.lineTo(frame.x(p.x()), frame.y(p.median()));
        }
        return line;
    }

    private static void paintIntervals(Graphics2D g, Frame frame, Series series) {
        g.setStroke(new BasicStroke(1.3f));
        for (Band.Point p : series.band().points()) {
            double x = frame.x(p.x());
            double low = frame.y(p.lower());
            double high = frame.y(p.upper());
            if (low - high >= 1) {
                g.draw(new Line2D.Double(x, low, x, high));
                g.draw(new Line2D.Double(x - CAP, low, x + CAP, low));
                g.draw(new Line2D.Double(x - CAP, high, x + CAP, high));
            }
        }
    }

    // Where points of a curve are many: sparse, evenly spaced on the axis, and shifted from series to series so that they
    // do not pile up.
    private static void paintMarkers(Graphics2D g, Frame frame, Series series, double shift) {
        List<Band.Point> points = series.look() == Look.FIT ? new ArrayList<>() : series.band().points();
        boolean all = series.look() == Look.POINTS || points.size() <= MARKERS;
        int next = 0;
        for (Band.Point p : points) {
            double x = frame.x(p.x());
            double across = (x - frame.area().getX()) / frame.area().getWidth();
            if (all || across * MARKERS >= next + shift) {
                paintMarker(g, series.style(), x, frame.y(p.median()));
                next = (int) Math.floor(across * MARKERS - shift) + 1;
            }
        }
    }
}
