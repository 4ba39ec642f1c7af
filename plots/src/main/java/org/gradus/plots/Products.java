package org.gradus.plots;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lines on which the product of x and y is constant: straight on log-log axes, hyperbolas elsewhere. */
final class Products {

    private static final int SAMPLES = 80;
    private static final double SHORTEST = 60;
    private static final double FROM_BEST = 45;
    private static final Color HALO = new Color(255, 255, 255, 190);

    private Products() {}

    static void paint(Graphics2D g, Frame frame, List<Cells.Cell> cells, Optional<Cells.Cell> best) {
        for (Tick product : values(cells)) {
            List<Point2D> line = line(frame, product.value());
            if (line.size() > 1 && line.get(0).distance(line.get(line.size() - 1)) >= SHORTEST) {
                paint(g, line, product.label(), best.map(b -> place(frame, b)));
            }
        }
    }

    /** Round values between the smallest and the largest positive product of a cell. */
    static List<Tick> values(List<Cells.Cell> cells) {
        double[] products = cells.stream().filter(c -> c.x() > 0 && c.y() > 0).mapToDouble(c -> c.x() * c.y()).sorted()
                .filter(p -> p > 0 && Double.isFinite(p)).toArray();
        return products.length == 0 ? List.of() : Tick.log(Range.of(products[0], products[products.length - 1], true));
    }

    /** The part of the line within the frame, from its left end to its right one, where x and y are positive. */
    static List<Point2D> line(Frame frame, double product) {
        List<Point2D> line = new ArrayList<>();
        Axis across = frame.xAxis();
        Axis up = frame.yAxis();
        // Ends where it meets the frame's lower and upper edges, so that the line reaches them.
        double from = Math.max(across.range().low(), product / up.range().high());
        double to = up.range().low() > 0 ? Math.min(across.range().high(), product / up.range().low())
                : across.range().high();
        if (!(from > 0 && from < to)) {
            return line;
        }
        double start = across.fraction(from);
        double end = across.fraction(to);
        int steps = across.log() && up.log() ? 4 : SAMPLES;
        for (int i = 0; i <= steps; i++) {
            double x = i == 0 ? from : i == steps ? to : across.at(start + (end - start) * i / steps);
            line.add(new Point2D.Double(frame.x(x), frame.y(product / x)));
        }
        return line;
    }

    private static void paint(Graphics2D g, List<Point2D> line, String label, Optional<Point2D> best) {
        Path2D path = new Path2D.Double();
        path.moveTo(line.get(0).getX(), line.get(0).getY());
        line.forEach(p -> path.lineTo(p.getX(), p.getY()));
        g.setColor(HALO);
        g.setStroke(new BasicStroke(3f));
        g.draw(path);
        g.setColor(Text.INK);
        g.setStroke(new BasicStroke(1.2f));
        g.draw(path);

        int place = line.size() / 2;
        if (best.isPresent() && line.get(place).distance(best.get()) < FROM_BEST) {
            place = line.size() / 4;
        }
        Point2D at = line.get(place);
        Point2D next = line.get(place + 1);
        double angle = Math.atan2(next.getY() - at.getY(), next.getX() - at.getX());
        Text text = Text.of(label, Font.PLAIN, 12, Text.INK);
        AffineTransform turned = AffineTransform.getRotateInstance(angle, at.getX(), at.getY());
        double width = text.width() + 8;
        g.setColor(Color.WHITE);
        g.fill(turned.createTransformedShape(new Rectangle2D.Double(at.getX() - width / 2, at.getY() - 8, width, 16)));
        Point2D base = turned.transform(new Point2D.Double(at.getX(), at.getY() + 4), null);
        text.drawTurned(g, base.getX(), base.getY(), 0.5, angle);
    }

    private static Point2D place(Frame frame, Cells.Cell cell) {
        return new Point2D.Double(frame.x(cell.x()), frame.y(cell.y()));
    }
}
