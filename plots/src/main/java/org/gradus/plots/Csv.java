package org.gradus.plots;

import java.math.BigDecimal;
import java.math.MathContext;

/** Rows of numbers, each with a name or without, as RFC 4180 text with line feeds. */
final class Csv {

    private final StringBuilder text = new StringBuilder();

    Csv(String... columns) {
        text.append(String.join(",", columns)).append('\n');
    }

    void row(String name, double... values) {
        text.append(field(name)).append(',');
        row(values);
    }

    void row(double... values) {
        for (int i = 0; i < values.length; i++) {
            text.append(i == 0 ? "" : ",").append(number(values[i]));
        }
        text.append('\n');
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /** The shortest decimal that reads back as the same double; Double.toString is not always shortest before JDK 19. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        BigDecimal exact = new BigDecimal(value);
        BigDecimal shortest = exact;
        for (int digits = 17; digits >= 15; digits--) {
            BigDecimal rounded = exact.round(new MathContext(digits));
            if (rounded.doubleValue() == value) {
                shortest = rounded;
            }
        }
        shortest = shortest.stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        return exponent >= -5 && exponent < 17 ? shortest.toPlainString() : shortest.toString();
    }

    private static String field(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
