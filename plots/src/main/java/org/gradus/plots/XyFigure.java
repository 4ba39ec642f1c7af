package org.gradus.plots;

import java.awt.Color;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/**
 * Lines and points over any pair of axes, as SVG to stand inside a web page: its text is text, in the page's font and
 * colour, so that it is readable on a phone and can be searched. Values that an axis cannot show are left out.
 *
 * @param series in the order of the legend
 */
public record XyFigure(String xLabel, boolean logX, String yLabel, boolean logY, List<Series> series) {
    private static final int WIDTH = 480;
    private static final int LEFT = 62;
    private static final int RIGHT = 12;
    private static final int TOP = 10;
    private static final int PLOT_HEIGHT = 250;
    private static final int BELOW = 46;
    private static final int LEGEND_ROW = 18;
    private static final int LEGEND_SAMPLE = 24;

    /** How a series is drawn. */
    public enum Mark { LINE, DASHED, POINTS }

    /** Values in pairs. Series of one name up to its first comma share a colour where their marks differ. */
    public record Series(String name, Mark mark, double[] x, double[] y) {}

    public XyFigure {
        series = List.copyOf(series);
    }

    /** The figure as an {@code svg} element. */
    public String svg() {
        Range x = range(logX, series.stream().map(Series::x).toList());
        Range y = range(logY, series.stream().map(Series::y).toList());
        DoubleUnaryOperator toX = scale(x, logX, LEFT, WIDTH - RIGHT);
        DoubleUnaryOperator toY = scale(y, logY, TOP + PLOT_HEIGHT, TOP);
        Map<String, Palette.Style> styles = Palette.styles(series.stream().map(this::colourKey).toList());
        int height = TOP + PLOT_HEIGHT + BELOW + LEGEND_ROW * series.size();
        StringBuilder svg = new StringBuilder();
        svg.append(format("<svg viewBox=\"0 0 %d %d\" role=\"img\" font-size=\"12\" fill=\"currentColor\">"
                + "<title>%s</title>\n", WIDTH, height, escaped(yLabel + " against " + xLabel)));
        axes(svg, x, y, toX, toY);
        for (int i = 0; i < series.size(); i++) {
            Series s = series.get(i);
            String colour = hex(styles.get(colourKey(s)).color());
            draw(svg, s, colour, toX, toY);
            legend(svg, s, colour, TOP + PLOT_HEIGHT + BELOW + LEGEND_ROW * i + 8);
        }
        return svg.append("</svg>\n").toString();
    }

    private String colourKey(Series s) {
        String stem = stem(s);
        boolean paired = series.stream().anyMatch(other -> stem(other).equals(stem) && other.mark() != s.mark());
        return paired ? stem : s.name();
    }

    private static String stem(Series s) {
        int comma = s.name().indexOf(',');
        return comma < 0 ? s.name() : s.name().substring(0, comma);
    }

    private static Range range(boolean log, List<double[]> values) {
        double[] shown = values.stream().flatMapToDouble(DoubleStream::of).filter(v -> isShown(v, log)).sorted().toArray();
        return shown.length == 0 ? new Range(log ? 0.1 : 0, 1) : Range.of(shown[0], shown[shown.length - 1], log);
    }

    private static boolean isShown(double value, boolean log) {
        return Double.isFinite(value) && (!log || value > 0);
    }

    private static DoubleUnaryOperator scale(Range range, boolean log, double from, double to) {
        double low = log ? Math.log10(range.low()) : range.low();
        double high = log ? Math.log10(range.high()) : range.high();
        // A little air, so that markers at the ends are whole.
        double air = 0.02 * (high - low);
        return v -> from + (to - from) * ((log ? Math.log10(v) : v) - low + air) / (high - low + 2 * air);
    }

    private void axes(StringBuilder svg, Range x, Range y, DoubleUnaryOperator toX, DoubleUnaryOperator toY) {
        int bottom = TOP + PLOT_HEIGHT;
        for (Tick tick : logX ? Tick.log(x) : Tick.linear(x)) {
            double at = toX.applyAsDouble(tick.value());
            svg.append(format("<path d=\"M%.1f %dV%d\" stroke=\"currentColor\" stroke-opacity=\".13\"/>", at, TOP, bottom));
            svg.append(format("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n", at, bottom + 16,
                    escaped(tick.label())));
        }
        for (Tick tick : logY ? Tick.log(y) : Tick.linear(y)) {
            double at = toY.applyAsDouble(tick.value());
            svg.append(format("<path d=\"M%d %.1fH%d\" stroke=\"currentColor\" stroke-opacity=\".13\"/>", LEFT, at,
                    WIDTH - RIGHT));
            svg.append(format("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n", LEFT - 6, at + 4,
                    escaped(tick.label())));
        }
        svg.append(format("<path d=\"M%d %dV%dH%d\" stroke=\"currentColor\" stroke-opacity=\".5\" fill=\"none\"/>\n", LEFT,
                TOP, bottom,
                WIDTH - RIGHT));
        svg.append(format("<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>", (LEFT + WIDTH - RIGHT) / 2, bottom
                + 35,
                escaped(xLabel)));
        // A long label is set smaller rather than cut off.
        double size = Math.min(12, 1.9 * PLOT_HEIGHT / Math.max(1, yLabel.length()));
        svg.append(format("<text transform=\"translate(13 %d) rotate(-90)\" text-anchor=\"middle\""
                + " font-size=\"%.1f\">%s</text>\n",
                TOP + PLOT_HEIGHT / 2, size, escaped(yLabel)));
    }

    private void draw(StringBuilder svg, Series s, String colour, DoubleUnaryOperator toX, DoubleUnaryOperator toY) {
        StringBuilder path = new StringBuilder();
        boolean connected = s.mark() != Mark.POINTS;
        boolean pen = false;
        for (int i = 0; i < s.x().length; i++) {
            if (!isShown(s.x()[i], logX) || !isShown(s.y()[i], logY)) {
                pen = false;
                continue;
            }
            double x = toX.applyAsDouble(s.x()[i]);
            double y = toY.applyAsDouble(s.y()[i]);
            if (connected) path.append(format(pen ? "L%.1f %.1f" : "M%.1f %.1f", x, y));
            // A dot is a line of no length with round ends.
            else path.append(format("M%.1f %.1fh0", x, y));
            pen = true;
        }
        svg.append(format("<path d=\"%s\" %s/>\n", path, stroke(s.mark(), colour)));
    }

    private static String stroke(Mark mark, String colour) {
        String look = switch (mark) {
            case LINE -> "stroke-width=\"2\"";
            case DASHED -> "stroke-width=\"1.5\" stroke-dasharray=\"6 4\"";
            case POINTS -> "stroke-width=\"5\" stroke-opacity=\".75\"";
        };
        return format("stroke=\"%s\" fill=\"none\" stroke-linecap=\"round\" stroke-linejoin=\"round\" %s", colour, look);
    }

    private static void legend(StringBuilder svg, Series s, String colour, int y) {
        String sample = s.mark() == Mark.POINTS ? format("M%d %dh0", LEFT + LEGEND_SAMPLE / 2, y)
                : format("M%d %dh%d", LEFT, y, LEGEND_SAMPLE);
        svg.append(format("<path d=\"%s\" %s/><text x=\"%d\" y=\"%d\">%s</text>\n", sample, stroke(s.mark(), colour),
                LEFT + LEGEND_SAMPLE + 8, y + 4, escaped(s.name())));
    }

    private static String hex(Color colour) {
        // Black is lost on a dark page; the page's own ink is not.
        return colour.getRGB() == Color.BLACK.getRGB() ? "currentColor" : String.format("#%06X", colour.getRGB() & 0xFFFFFF);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
