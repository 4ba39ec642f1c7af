package org.gradus.plots;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The inside of the axes. XChart draws grid and bands and maps values to places; medians go on top as one path each,
 * since XChart writes every segment of a line on its own, which makes large files and breaks the joins.
 */
final class PlotArea {

    static final BasicStroke LINE = new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

    private static final BasicStroke GRID_LINE = new BasicStroke(0.8f);
    private static final Color GRID = new Color(0xE4E4E4);
    private static final int BAND_ALPHA = 46;
    private static final int MARKERS = 8;
    private static final double MARKER_SIZE = 8.5;
    private static final double BAR = 10;
    private static final double DOT = 4;
    private static final int DOT_ALPHA = 150;
    // The part of the area between lowest and highest value; the rest is air at the edges.
    private static final double CONTENT = 0.97;

    private final FigureModel model;
    private final Rectangle2D area;
    private final XYChart chart;

    PlotArea(FigureModel model, Rectangle2D area) {
        this.model = model;
        this.area = area;
        this.chart = new XYChart((int) area.getWidth(), (int) area.getHeight());
        style(chart.getStyler());
        model.xTicks().forEach(t -> addGridLine("x " + t.value(), t.value(), model.y().low(), t.value(), model.y().high()));
        model.yTicks().forEach(t -> addGridLine("y " + t.value(), model.x().low(), t.value(), model.x().high(), t.value()));
        model.series().forEach(this::addBand);
    }

    void paint(Graphics2D g) {
        AffineTransform page = g.getTransform();
        g.translate(area.getX(), area.getY());
        chart.paint(g, (int) area.getWidth(), (int) area.getHeight());
        g.setTransform(page);
        Shape clip = g.getClip();
        g.setClip(area);
        List<FigureModel.Series> series = model.series();
        series.forEach(s -> paintMedian(g, s));
        for (int i = 0; i < series.size(); i++) {
            paintMarkers(g, series.get(i), (i + 0.5) / series.size());
        }
        model.dots().forEach(d -> paintDots(g, d));
        g.setClip(clip);
    }

    private void paintDots(Graphics2D g, FigureModel.Dots dots) {
        Color color = dots.style().color();
        double at = y(dots.y());
        if (Double.isFinite(dots.lower())) {
            double end = Double.isFinite(dots.upper()) ? x(dots.upper()) : area.getMaxX();
            g.setColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), BAND_ALPHA));
            g.fill(new Rectangle2D.Double(x(dots.lower()), at - BAR / 2, end - x(dots.lower()), BAR));
        }
        g.setColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), DOT_ALPHA));
        for (double value : dots.values()) {
            g.fill(new Ellipse2D.Double(x(value) - DOT / 2, at - DOT / 2, DOT, DOT));
        }
        if (Double.isFinite(dots.median())) {
            paintMarker(g, dots.style(), x(dots.median()), at);
        }
    }

    double x(double value) {
        return area.getX() + chart.getScreenXFromChart(value);
    }

    double y(double value) {
        return area.getY() + chart.getScreenYFromChart(value);
    }

    static void paintMarker(Graphics2D g, Palette.Style style, double x, double y) {
        Shape shape = style.marker().at(x, y, MARKER_SIZE);
        g.setColor(Color.WHITE); // a thin halo, so that a marker stands out from lines that cross it
        g.setStroke(LINE);
        g.draw(shape);
        g.setColor(style.color());
        g.fill(shape);
    }

    private void style(XYStyler style) {
        style.setLegendVisible(false).setChartTitleVisible(false).setChartPadding(0).setPlotContentSize(CONTENT);
        style.setChartBackgroundColor(Color.WHITE).setPlotBackgroundColor(Color.WHITE).setPlotBorderVisible(false);
        style.setAxisTicksVisible(false).setAxisTitlesVisible(false).setPlotGridLinesVisible(false).setPlotMargin(0);
        style.setXAxisLogarithmic(model.logX());
        style.setYAxisLogarithmic(model.logY());
        style.setXAxisMin(model.x().low()).setXAxisMax(model.x().high());
        style.setYAxisMin(model.y().low()).setYAxisMax(model.y().high());
    }

    private void addGridLine(String name, double x0, double y0, double x1, double y1) {
        XYSeries line = chart.addSeries(name, new double[] {x0, x1}, new double[] {y0, y1});
        line.setMarker(SeriesMarkers.NONE).setLineColor(GRID).setLineStyle(GRID_LINE);
    }

    private void addBand(FigureModel.Series series) {
        List<Band.Point> points = series.band().points();
        if (series.band().isCollapsed()) {
            return;
        }
        int n = points.size();
        double[] x = new double[2 * n];
        double[] y = new double[2 * n];
        for (int i = 0; i < n; i++) {
            x[i] = x[2 * n - 1 - i] = points.get(i).x();
            y[i] = model.y().reach(points.get(i).upper(), model.logY());
            y[2 * n - 1 - i] = model.y().reach(points.get(i).lower(), model.logY());
        }
        Color color = series.style().color();
        XYSeries band = chart.addSeries("band " + series.name(), x, y);
        band.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.PolygonArea);
        band.setFillColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), BAND_ALPHA));
        band.setMarker(SeriesMarkers.NONE).setLineStyle(SeriesLines.NONE);
    }

    private void paintMedian(Graphics2D g, FigureModel.Series series) {
        Path2D line = new Path2D.Double();
        for (Point2D p : places(series)) {
            if (line.getCurrentPoint() == null) {
                line.moveTo(p.getX(), p.getY());
            }
            line.lineTo(p.getX(), p.getY());
        }
        g.setColor(series.style().color());
        g.setStroke(LINE);
        g.draw(line);
    }

    // Where points are many: sparse, evenly spaced on the axis, and shifted from series to series so that they do not
    // pile up.
    private void paintMarkers(Graphics2D g, FigureModel.Series series, double shift) {
        List<Point2D> places = places(series);
        int next = 0;
        for (Point2D p : places) {
            double across = (p.getX() - area.getX()) / area.getWidth();
            if (across * MARKERS >= next + shift || places.size() <= MARKERS) {
                paintMarker(g, series.style(), p.getX(), p.getY());
                next = (int) Math.floor(across * MARKERS - shift) + 1;
            }
        }
    }

    private List<Point2D> places(FigureModel.Series series) {
        List<Point2D> places = new ArrayList<>();
        for (Band.Point p : series.band().points()) {
            places.add(new Point2D.Double(x(p.x()), y(model.y().reach(p.median(), model.logY()))));
        }
        return places;
    }
}
