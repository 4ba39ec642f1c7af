package org.gradus.plots;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/** Lays a figure out on its page and draws it: title, legend, plot, axes, caption, from top to bottom. */
final class FigurePainter {

    static final int WIDTH = 800;
    static final int HEIGHT = 500;

    private static final double MARGIN = 16;
    private static final double CAPTION_LINE = 16;
    private static final double TICK = 5;
    private static final Color INK = new Color(0x222222);
    private static final Color FAINT_INK = new Color(0x555555);
    private static final Color AXIS = new Color(0x666666);

    private FigurePainter() {}

    static void paint(FigureModel model, Graphics2D g) {
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.setColor(Color.WHITE);
        g.fill(new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));

        double widestTick = model.yTicks().stream().mapToDouble(t -> label(t.label()).width()).max().orElse(0);
        double left = MARGIN + (model.yLabel().isBlank() ? 0 : 24) + widestTick + TICK + 4;
        double width = WIDTH - left - MARGIN - 8;
        Text title = Text.of(model.title(), Font.BOLD, 17, INK);
        List<Text> caption = Text.of(model.caption(), Font.PLAIN, 12, FAINT_INK).wrapped(WIDTH - 2 * MARGIN);
        Legend legend = new Legend(model.series(), width);

        double top = MARGIN - 4;
        for (Text line : title.content().isBlank() ? List.<Text>of() : title.wrapped(width)) {
            line.draw(g, left, top + 18, 0);
            top += 26;
        }
        legend.paint(g, left, top);
        top += legend.height() + 8;

        double bottom = HEIGHT - MARGIN - caption.size() * CAPTION_LINE - 52;
        Rectangle2D area = new Rectangle2D.Double(left, top, width, bottom - top);
        PlotArea plot = new PlotArea(model, area);
        plot.paint(g);
        paintAxes(g, model, plot, area);

        double baseline = HEIGHT - MARGIN - (caption.size() - 1) * CAPTION_LINE;
        for (Text line : caption) {
            line.draw(g, MARGIN, baseline, 0);
            baseline += CAPTION_LINE;
        }
    }

    static Text label(String content) {
        return Text.of(content, Font.PLAIN, 14, INK);
    }

    private static void paintAxes(Graphics2D g, FigureModel model, PlotArea plot, Rectangle2D area) {
        double left = area.getX();
        double bottom = area.getMaxY();
        g.setStroke(new BasicStroke(1f));
        g.setColor(AXIS);
        g.draw(new Line2D.Double(left, area.getY(), left, bottom));
        g.draw(new Line2D.Double(left, bottom, area.getMaxX(), bottom));
        for (Tick tick : model.xTicks()) {
            double x = plot.x(tick.value());
            g.setColor(AXIS);
            g.draw(new Line2D.Double(x, bottom, x, bottom + TICK));
            label(tick.label()).draw(g, x, bottom + TICK + 15, 0.5);
        }
        for (Tick tick : model.yTicks()) {
            double y = plot.y(tick.value());
            g.setColor(AXIS);
            g.draw(new Line2D.Double(left - TICK, y, left, y));
            label(tick.label()).draw(g, left - TICK - 4, y + 5, 1);
        }
        Text.of(model.xLabel(), Font.PLAIN, 15, INK).draw(g, area.getCenterX(), bottom + 41, 0.5);
        Text.of(model.yLabel(), Font.PLAIN, 15, INK).drawUpwards(g, MARGIN + 10, area.getCenterY());
    }
}
