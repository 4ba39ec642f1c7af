package org.gradus.plots;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Optional;

/**
 * Coloured rectangles, the colour bar beside them, and over them lines of constant product.
 *
 * @param best the cell that a star marks
 * @param value what the colours mean
 * @param products whether to draw lines of constant x·y
 */
public record Cells(List<Cell> cells, Optional<Cell> best, Axis value, boolean products) implements Body {

    /** The result at (x, y), infinite if it diverged, and the rectangle that shows it. */
    public record Cell(double x, double y, Range across, Range up, double median, int runs, int diverged) {}

    private static final Color HATCH_PAPER = new Color(0xF2F2F2);
    private static final Color HATCH = new Color(0x9A9A9A);
    private static final double HATCH_STEP = 7;
    private static final double BAR_GAP = 18;
    private static final double BAR = 14;
    private static final int BAR_STEPS = 64;
    private static final double TICK = 4;

    public Cells {
        cells = List.copyOf(cells);
    }

    @Override
    public void paint(Graphics2D g, Frame frame) {
        Graphics2D inside = frame.inside(g);
        paintCells(inside, frame);
        if (products) {
            Products.paint(inside, frame, cells, best);
        }
        best.ifPresent(cell -> paintStar(inside, frame.x(cell.x()), frame.y(cell.y())));
        inside.dispose();
        if (best.isPresent()) {
            paintBar(g, frame.area());
        }
    }

    @Override
    public String csv() {
        Csv csv = new Csv("x", "y", "median", "runs", "diverged");
        cells.forEach(c -> csv.row(c.x(), c.y(), c.median(), c.runs(), c.diverged()));
        return csv.toString();
    }

    @Override
    public double beside() {
        double widest = value.ticks().stream().mapToDouble(t -> Text.label(t.label()).width()).max().orElse(0);
        return best.isEmpty() ? 0 : BAR_GAP + BAR + TICK + 4 + widest + 26 - 8;
    }

    @Override
    public double filled() {
        return 1;
    }

    private void paintCells(Graphics2D g, Frame frame) {
        Path2D hatching = new Path2D.Double();
        Path2D borders = new Path2D.Double();
        for (Cell cell : cells) {
            Rectangle2D box = box(frame, cell);
            boolean diverged = Double.isInfinite(cell.median());
            g.setColor(diverged ? HATCH_PAPER : Ramp.at(value.fraction(cell.median())));
            g.fill(box);
            borders.append(box, false);
            if (diverged) {
                hatching.append(hatching(box), false);
            }
        }
        g.setColor(HATCH);
        g.setStroke(new BasicStroke(1f));
        g.draw(hatching);
        g.setColor(Color.WHITE);
        g.setStroke(new BasicStroke(0.6f));
        g.draw(borders);
        for (Cell cell : cells) {
            if (cell.diverged() > 0 && Double.isFinite(cell.median())) {
                paintDot(g, box(frame, cell).getMaxX() - 8, box(frame, cell).getY() + 8);
            }
        }
    }

    private static Rectangle2D box(Frame frame, Cell cell) {
        double left = frame.x(cell.across().low());
        double top = frame.y(cell.up().high());
        return new Rectangle2D.Double(
                left, top, frame.x(cell.across().high()) - left, frame.y(cell.up().low()) - top);
    }

    /** Parallel lines that rise to the right, in step across neighbouring boxes. */
    static Path2D hatching(Rectangle2D box) {
        Path2D lines = new Path2D.Double();
        double first = Math.ceil((box.getX() + box.getY()) / HATCH_STEP) * HATCH_STEP;
        for (double sum = first; sum < box.getMaxX() + box.getMaxY(); sum += HATCH_STEP) {
            double x0 = Math.max(box.getX(), sum - box.getMaxY());
            double x1 = Math.min(box.getMaxX(), sum - box.getY());
            lines.moveTo(x0, sum - x0);
            lines.lineTo(x1, sum - x1);
        }
        return lines;
    }

    private static void paintDot(Graphics2D g, double x, double y) {
        g.setColor(Color.WHITE);
        g.fill(new Ellipse2D.Double(x - 3.5, y - 3.5, 7, 7));
        g.setColor(Text.INK);
        g.fill(new Ellipse2D.Double(x - 2, y - 2, 4, 4));
    }

    private static void paintStar(Graphics2D g, double x, double y) {
        Path2D star = new Path2D.Double();
        for (int i = 0; i < 10; i++) {
            double radius = i % 2 == 0 ? 10 : 4.2;
            double angle = Math.PI * i / 5;
            double px = x + radius * Math.sin(angle);
            double py = y - radius * Math.cos(angle);
            if (i == 0) star.moveTo(px, py);
            else star.lineTo(px, py);
        }
        star.closePath();
        g.setColor(Text.INK);
        g.setStroke(new BasicStroke(3f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.draw(star);
        g.setColor(Color.WHITE);
        g.fill(star);
    }

    private void paintBar(Graphics2D g, Rectangle2D area) {
        double left = area.getMaxX() + BAR_GAP;
        double step = area.getHeight() / BAR_STEPS;
        for (int i = 0; i < BAR_STEPS; i++) {
            g.setColor(Ramp.at(i / (BAR_STEPS - 1.0)));
            // Up to the end of the bar rather than one step, so that no seam shows between steps.
            g.fill(new Rectangle2D.Double(left, area.getY(), BAR, area.getHeight() - i * step));
        }
        g.setStroke(new BasicStroke(1f));
        double widest = 0;
        for (Tick tick : value.ticks()) {
            double y = area.getMaxY() - value.fraction(tick.value()) * area.getHeight();
            g.setColor(Text.FAINT_INK);
            g.draw(new Line2D.Double(left + BAR, y, left + BAR + TICK, y));
            Text label = Text.label(tick.label());
            label.draw(g, left + BAR + TICK + 4, y + 5, 0);
            widest = Math.max(widest, label.width());
        }
        Text.of(value.label(), Font.PLAIN, 15, Text.INK).within(area.getHeight())
                .drawUpwards(g, left + BAR + TICK + 4 + widest + 20, area.getCenterY());
    }
}
