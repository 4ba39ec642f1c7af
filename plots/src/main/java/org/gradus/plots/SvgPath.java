package org.gradus.plots;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Path data rewritten in relative coordinates of two decimals, a fiftieth of a pixel in the PNG. That is a third of the
 * size. Each step is taken from the rounded point before it, so errors do not add up.
 */
final class SvgPath {

    private static final Pattern SEGMENT = Pattern.compile("([MLQCZ])([^MLQCZ]*)");

    private final StringBuilder out = new StringBuilder();
    // In hundredths, where arithmetic is exact.
    private long atX;
    private long atY;
    private long startX;
    private long startY;

    private SvgPath() {}

    /** The same path, shorter; {@code data} has absolute M, L, Q, C and Z only. */
    static String shortened(String data) {
        SvgPath path = new SvgPath();
        Matcher segment = SEGMENT.matcher(data);
        while (segment.find()) {
            path.append(segment.group(1), segment.group(2).trim());
        }
        return path.out.toString();
    }

    private void append(String command, String numbers) {
        out.append(command.toLowerCase(Locale.ROOT));
        if (command.equals("Z")) {
            atX = startX;
            atY = startY;
            return;
        }
        String[] coordinates = numbers.split("[ ,]+");
        long x = atX;
        long y = atY;
        for (int i = 0; i < coordinates.length; i += 2) {
            x = hundredths(coordinates[i]);
            y = hundredths(coordinates[i + 1]);
            write(x - atX, i == 0);
            write(y - atY, false);
        }
        atX = x;
        atY = y;
        if (command.equals("M")) {
            startX = x;
            startY = y;
        }
    }

    private void write(long hundredths, boolean first) {
        if (!first && hundredths >= 0) {
            out.append(' '); // a minus sign separates by itself
        }
        if (hundredths < 0) {
            out.append('-');
        }
        long size = Math.abs(hundredths);
        long fraction = size % 100;
        if (size >= 100 || fraction == 0) {
            out.append(size / 100);
        }
        if (fraction > 0) {
            out.append('.').append(fraction / 10);
            if (fraction % 10 > 0) {
                out.append(fraction % 10);
            }
        }
    }

    private static long hundredths(String number) {
        return Math.round(100 * Double.parseDouble(number));
    }
}
