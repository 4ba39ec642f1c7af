package org.gradus.plots;

import java.math.BigDecimal;
import java.math.MathContext;

/** The points drawn, as RFC 4180 text with line feeds: {@code series,x,median,lower,upper}, or {@code series,value}. */
final class Csv {

    private Csv() {}

    static String of(FigureModel model) {
        if (!model.dots().isEmpty()) {
            return dots(model);
        }
        StringBuilder text = new StringBuilder("series,x,median,lower,upper\n");
        for (FigureModel.Series series : model.series()) {
            for (Band.Point p : series.band().points()) {
                text.append(field(series.name()));
                for (double value : new double[] {p.x(), p.median(), p.lower(), p.upper()}) {
                    text.append(',').append(number(value));
                }
                text.append('\n');
            }
        }
        return text.toString();
    }

    private static String dots(FigureModel model) {
        StringBuilder text = new StringBuilder("series,value\n");
        for (FigureModel.Dots dots : model.dots()) {
            for (double value : dots.values()) {
                text.append(field(dots.name())).append(',').append(number(value)).append('\n');
            }
        }
        return text.toString();
    }

    /** The shortest decimal that reads back as the same double; Double.toString is not always shortest before JDK 19. */
    static String number(double value) {
        if (Double.isInfinite(value)) {
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
