package org.gradus.plots;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/** A figure laid out: title, legend, frame, axes, caption, from top to bottom. The unit is a pixel of a screen. */
final class Page {

    static final int WIDTH = 800;

    private static final int COMMON_HEIGHT = 500;
    private static final double MARGIN = 16;
    private static final double TITLE_LINE = 26;
    private static final double CAPTION_LINE = 16;
    private static final double TICK = 5;
    private static final double X_TICKS = 24;
    private static final double X_LABEL = 24;
    private static final double WIDEST_TICK = 280;
    private static final Color AXIS = new Color(0x666666);

    private final FigureModel model;
    private final List<Text> title;
    private final Legend legend;
    private final List<Text> yTicks;
    private final List<Text> caption;
    private final Rectangle2D area;

    Page(FigureModel model) {
        this.model = model;
        yTicks = model.y().ticks().stream().map(t -> Text.label(t.label()).within(WIDEST_TICK)).toList();
        double widestTick = yTicks.stream().mapToDouble(Text::width).max().orElse(0);
        double left = Math.ceil(MARGIN + (model.y().label().isBlank() ? 0 : 24) + widestTick + TICK + 4);
        double width = Math.floor(WIDTH - left - MARGIN - 8 - model.body().beside());
        title = model.title().isBlank() ? List.of()
                : Text.of(model.title(), Font.BOLD, 17, Text.INK).wrapped(WIDTH - left - MARGIN);
        legend = new Legend(model.body().legend(), width);
        caption = Text.of(model.caption(), Font.PLAIN, 12, Text.FAINT_INK).wrapped(WIDTH - 2 * MARGIN);
        double top = MARGIN - 4 + TITLE_LINE * title.size() + legend.height() + 8;
        double height = model.body().height(COMMON_HEIGHT - top - below());
        area = new Rectangle2D.Double(left, top, width, Math.floor(height));
    }

    int height() {
        return (int) Math.ceil(area.getMaxY() + below());
    }

    /** The figure's title, or what stands for it where a title is wanted. */
    String title() {
        return model.title().isBlank() ? model.y().label() + " against " + model.x().label() : model.title();
    }

    void paint(Graphics2D g) {
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.setColor(Color.WHITE);
        g.fill(new Rectangle2D.Double(0, 0, WIDTH, height()));
        double baseline = MARGIN + 14;
        for (Text line : title) {
            line.draw(g, area.getX(), baseline, 0);
            baseline += TITLE_LINE;
        }
        legend.paint(g, area.getX(), area.getY() - 8 - legend.height());
        Frame frame = new Frame(model, area);
        frame.paint(g);
        paintAxes(g, frame);
        baseline = height() - MARGIN - (caption.size() - 1) * CAPTION_LINE;
        for (Text line : caption) {
            line.draw(g, MARGIN, baseline, 0);
            baseline += CAPTION_LINE;
        }
    }

    private double below() {
        double label = model.x().label().isBlank() ? 0 : X_LABEL;
        return X_TICKS + label + 4 + caption.size() * CAPTION_LINE + MARGIN;
    }

    private void paintAxes(Graphics2D g, Frame frame) {
        double left = area.getX();
        double bottom = area.getMaxY();
        g.setStroke(new BasicStroke(1f));
        g.setColor(AXIS);
        g.draw(new Line2D.Double(left, area.getY(), left, bottom));
        g.draw(new Line2D.Double(left, bottom, area.getMaxX(), bottom));
        for (Tick tick : model.x().ticks()) {
            double x = frame.x(tick.value());
            g.setColor(AXIS);
            g.draw(new Line2D.Double(x, bottom, x, bottom + TICK));
            Text.label(tick.label()).draw(g, x, bottom + TICK + 15, 0.5);
        }
        for (int i = 0; i < yTicks.size(); i++) {
            double y = frame.y(model.y().ticks().get(i).value());
            g.setColor(AXIS);
            g.draw(new Line2D.Double(left - TICK, y, left, y));
            yTicks.get(i).draw(g, left - TICK - 4, y + 5, 1);
        }
        Text xLabel = Text.of(model.x().label(), Font.PLAIN, 15, Text.INK).within(WIDTH - 2 * MARGIN);
        double half = xLabel.width() / 2;
        xLabel.draw(g, Math.max(MARGIN + half, Math.min(WIDTH - MARGIN - half, area.getCenterX())), bottom + 41, 0.5);
        Text.of(model.y().label(), Font.PLAIN, 15, Text.INK).within(area.getHeight())
                .drawUpwards(g, MARGIN + 10, area.getCenterY());
    }
}
