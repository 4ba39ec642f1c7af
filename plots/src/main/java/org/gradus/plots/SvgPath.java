package org.gradus.plots;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.PathIterator;

/**
 * A shape as path data in relative coordinates of one decimal, a fifth of a pixel in the PNG, which are short. Each step is
 * taken from the rounded point before it, so errors do not add up.
 */
final class SvgPath {

    private static final String COMMANDS = "mlqcz"; // in the order of PathIterator's segment types

    private final StringBuilder out = new StringBuilder();
    // In tenths, where arithmetic is exact.
    private long atX;
    private long atY;
    private long startX;
    private long startY;
    private char last;

    private SvgPath() {}

    static String of(Shape shape, AffineTransform place) {
        SvgPath path = new SvgPath();
        double[] points = new double[6];
        for (PathIterator it = shape.getPathIterator(place); !it.isDone(); it.next()) {
            path.append(it.currentSegment(points), points);
        }
        return path.out.toString();
    }

    /** One decimal at most, and no zero that says nothing. */
    static String number(double value) {
        StringBuilder text = new StringBuilder();
        append(text, Math.round(10 * value));
        return text.toString();
    }

    private void append(int type, double[] points) {
        char command = COMMANDS.charAt(type);
        if (command == 'z') {
            out.append('z');
            atX = startX;
            atY = startY;
            last = 'z';
            return;
        }
        int count = type == PathIterator.SEG_MOVETO ? 1 : type;
        long x = Math.round(10 * points[2 * count - 2]);
        long y = Math.round(10 * points[2 * count - 1]);
        if (command == 'l' && x == atX && y == atY && last == 'l') {
            return; // a step of no length
        }
        boolean named = command != last || command == 'm'; // further pairs after an m would be lines
        if (named) {
            out.append(command);
        }
        for (int i = 0; i < count; i++) {
            step(Math.round(10 * points[2 * i]) - atX, i == 0 && named);
            step(Math.round(10 * points[2 * i + 1]) - atY, false);
        }
        atX = x;
        atY = y;
        if (command == 'm') {
            startX = x;
            startY = y;
        }
        last = command;
    }

    private void step(long tenths, boolean first) {
        if (!first && tenths >= 0) {
            out.append(' '); // a minus sign separates by itself
        }
        append(out, tenths);
    }

    private static void append(StringBuilder out, long tenths) {
        long size = Math.abs(tenths);
        out.append(tenths < 0 ? "-" : "");
        if (size >= 10 || size == 0) {
            out.append(size / 10);
        }
        if (size % 10 > 0) {
            out.append('.').append(size % 10);
        }
    }
}
