package org.gradus.plots;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The rectangle between the axes. XChart maps values to places there, and draws the grid and what lies flat on it. */
public final class Frame {

    /** Values that enclose an area, which is filled. */
    record Polygon(String name, Color color, double[] x, double[] y) {}

    private static final BasicStroke GRID_LINE = new BasicStroke(0.8f);
    private static final Color GRID = new Color(0xE4E4E4);

    private final FigureModel model;
    private final Rectangle2D area;
    private final XYChart chart;

    Frame(FigureModel model, Rectangle2D area) {
        this.model = model;
        this.area = area;
        this.chart = new XYChart((int) area.getWidth(), (int) area.getHeight());
        style(chart.getStyler());
        Range x = model.x().range();
        Range y = model.y().range();
        model.x().ticks().forEach(t -> addGridLine("x " + t.value(), t.value(), y.low(), t.value(), y.high()));
        model.y().ticks().forEach(t -> addGridLine("y " + t.value(), x.low(), t.value(), x.high(), t.value()));
        model.body().polygons().forEach(this::add);
    }

    void paint(Graphics2D g) {
        Graphics2D inner = (Graphics2D) g.create();
        inner.translate(area.getX(), area.getY());
        chart.paint(inner, (int) area.getWidth(), (int) area.getHeight());
        inner.dispose();
        model.body().paint(g, this);
    }

    Rectangle2D area() {
        return area;
    }

    Axis xAxis() {
        return model.x();
    }

    Axis yAxis() {
        return model.y();
    }

    /** A context that draws nothing outside the frame; the caller disposes of it. */
    Graphics2D inside(Graphics2D g) {
        Graphics2D inside = (Graphics2D) g.create();
        inside.clip(area);
        return inside;
    }

    /** Where a value of the x axis lies; what is far outside, infinity too, is drawn not too far outside. */
    double x(double value) {
        return area.getX() + chart.getScreenXFromChart(model.x().range().reach(value, model.x().log()));
    }

    /** Where a value of the y axis lies; what is far outside, infinity too, is drawn not too far outside. */
    double y(double value) {
        return area.getY() + chart.getScreenYFromChart(model.y().range().reach(value, model.y().log()));
    }

    private void style(XYStyler style) {
        style.setLegendVisible(false).setChartTitleVisible(false).setChartPadding(0);
        style.setPlotContentSize(model.body().filled());
        style.setChartBackgroundColor(Color.WHITE).setPlotBackgroundColor(Color.WHITE).setPlotBorderVisible(false);
        style.setAxisTicksVisible(false).setAxisTitlesVisible(false).setPlotGridLinesVisible(false).setPlotMargin(0);
        style.setXAxisLogarithmic(model.x().log());
        style.setYAxisLogarithmic(model.y().log());
        style.setXAxisMin(model.x().range().low()).setXAxisMax(model.x().range().high());
        style.setYAxisMin(model.y().range().low()).setYAxisMax(model.y().range().high());
    }

    private void addGridLine(String name, double x0, double y0, double x1, double y1) {
        XYSeries line = chart.addSeries(name, new double[] {x0, x1}, new double[] {y0, y1});
        line.setMarker(SeriesMarkers.NONE).setLineColor(GRID).setLineStyle(GRID_LINE);
    }

    private void add(Polygon polygon) {
        double[] y = polygon.y().clone();
        for (int i = 0; i < y.length; i++) {
            y[i] = model.y().range().reach(y[i], model.y().log());
        }
        XYSeries series = chart.addSeries("area " + polygon.name(), polygon.x(), y);
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.PolygonArea);
        series.setFillColor(polygon.color());
        series.setMarker(SeriesMarkers.NONE).setLineStyle(SeriesLines.NONE);
    }
}
