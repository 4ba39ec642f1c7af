package org.gradus.plots;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;

/** Marker shapes, the second channel beside colour: they tell curves apart in grey print. */
public enum Marker {
    CIRCLE, SQUARE, TRIANGLE, DIAMOND, DOWN_TRIANGLE, PLUS, CROSS;

    /** The shape around (x, y), all of about the same visual weight. */
    Shape at(double x, double y, double size) {
        AffineTransform place = AffineTransform.getTranslateInstance(x, y);
        place.scale(size / 2, size / 2);
        return place.createTransformedShape(unit());
    }

    private Shape unit() {
        return switch (this) {
            case CIRCLE -> new Ellipse2D.Double(-0.95, -0.95, 1.9, 1.9);
            case SQUARE -> polygon(-0.85, -0.85, 0.85, -0.85, 0.85, 0.85, -0.85, 0.85);
            case TRIANGLE -> polygon(0, -1.15, 1.1, 0.8, -1.1, 0.8);
            case DIAMOND -> polygon(0, -1.25, 1.1, 0, 0, 1.25, -1.1, 0);
            case DOWN_TRIANGLE -> polygon(0, 1.15, 1.1, -0.8, -1.1, -0.8);
            case PLUS -> plus();
            case CROSS -> AffineTransform.getRotateInstance(Math.PI / 4).createTransformedShape(plus());
        };
    }

    private static Shape plus() {
        double a = 0.4;
        double b = 1.2;
        return polygon(-a, -b, a, -b, a, -a, b, -a, b, a, a, a, a, b, -a, b, -a, a, -b, a, -b, -a, -a, -a);
    }

    private static Shape polygon(double... xy) {
        Path2D path = new Path2D.Double();
        path.moveTo(xy[0], xy[1]);
        for (int i = 2; i < xy.length; i += 2) {
            path.lineTo(xy[i], xy[i + 1]);
        }
        path.closePath();
        return path;
    }
}
