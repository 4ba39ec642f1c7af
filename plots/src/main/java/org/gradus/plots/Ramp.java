package org.gradus.plots;

import java.awt.Color;

/**
 * Colours for numbers, from dark violet over blue-green to yellow: an arc in CIELAB in which lightness grows evenly, so
 * that equal steps look alike, grey print keeps the order, and readers who do not tell red from green lose nothing.
 */
final class Ramp {

    // Lightness and the two opponent colours at both ends, and the point that the arc between them leans to.
    private static final double[] DARK = {15, 30, -25};
    private static final double[] LEAN = {54, -68, -46};
    private static final double[] LIGHT = {92, -16, 88};

    private Ramp() {}

    /** The colour at {@code t} from 0, dark, to 1, light. */
    static Color at(double t) {
        double[] lab = new double[3];
        for (int i = 0; i < 3; i++) {
            lab[i] = (1 - t) * (1 - t) * DARK[i] + 2 * t * (1 - t) * LEAN[i] + t * t * LIGHT[i];
        }
        double y = (lab[0] + 16) / 116;
        return rgb(0.95047 * cube(y + lab[1] / 500), cube(y), 1.08883 * cube(y - lab[2] / 200));
    }

    private static double cube(double f) {
        return f > 6 / 29.0 ? f * f * f : (f - 4 / 29.0) * 108 / 841;
    }

    /** From CIE XYZ with white D65, by IEC 61966-2-1. */
    private static Color rgb(double x, double y, double z) {
        return new Color(
                channel(3.2406 * x - 1.5372 * y - 0.4986 * z),
                channel(-0.9689 * x + 1.8758 * y + 0.0415 * z),
                channel(0.0557 * x - 0.2040 * y + 1.0570 * z));
    }

    private static float channel(double linear) {
        double c = linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.pow(linear, 1 / 2.4) - 0.055;
        return (float) Math.max(0, Math.min(1, c));
    }
}
