package org.gradus.plots;

import de.erichseifert.vectorgraphics2d.intermediate.CommandSequence;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.util.Locale;
import java.util.Objects;

/**
 * A drawing as a small {@code svg} element: text is text, at the width that the layout gave it; shapes are paths in relative
 * coordinates; a clip is an inner {@code svg}, which unlike a clip path needs no id.
 */
final class Svg implements Ink {

    private final StringBuilder out = new StringBuilder();
    private Rectangle2D open;

    private Svg() {}

    static String of(CommandSequence drawing, int width, int height, String title) {
        Svg svg = new Svg();
        svg.out.append(String.format("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" "
                + "height=\"%d\" role=\"img\" aria-label=\"%s\" font-family=\"DejaVu Sans,Verdana,sans-serif\" "
                + "stroke-linejoin=\"round\">\n<title>%s</title>\n",
                width, height, width, height, escaped(title), escaped(title)));
        svg.play(drawing);
        svg.clip(null);
        return svg.out.append("</svg>\n").toString();
    }

    @Override
    public void fill(Shape shape, Context c) {
        path(shape, c, "fill=\"" + hex(c.color()) + '"' + opacity("fill", c.color()));
    }

    @Override
    public void draw(Shape shape, Context c) {
        path(shape, c, "fill=\"none\" stroke=\"" + hex(c.color()) + '"' + opacity("stroke", c.color()) + look(c.stroke()));
    }

    @Override
    public void write(String text, double x, double y, Context c) {
        clip(c.clip());
        AffineTransform place = new AffineTransform(c.place());
        place.translate(x, y);
        double turn = Math.toDegrees(Math.atan2(place.getShearY(), place.getScaleX()));
        String at = turn == 0
                ? String.format(Locale.ROOT, "x=\"%.1f\" y=\"%.1f\"", place.getTranslateX(), place.getTranslateY())
                : String.format(Locale.ROOT, "transform=\"translate(%.1f %.1f) rotate(%.1f)\"", place.getTranslateX(),
                        place.getTranslateY(), turn);
        // The reader's font may be another one; the width keeps it from running into its neighbours.
        double width = new Text(text, c.font(), c.color()).width();
        out.append(String.format(Locale.ROOT,
                "<text %s font-size=\"%s\"%s fill=\"%s\" textLength=\"%.1f\" lengthAdjust=\"spacingAndGlyphs\">%s</text>\n",
                at, SvgPath.number(c.font().getSize2D()), c.font().isBold() ? " font-weight=\"bold\"" : "", hex(c.color()),
                width, escaped(text)));
    }

    private void path(Shape shape, Context c, String look) {
        clip(c.clip());
        String data = SvgPath.of(shape, c.place());
        if (!data.isEmpty()) {
            out.append("<path ").append(look).append(" d=\"").append(data).append("\"/>\n");
        }
    }

    private void clip(Rectangle2D wanted) {
        if (Objects.equals(wanted, open)) {
            return;
        }
        if (open != null) {
            out.append("</svg>\n");
        }
        if (wanted != null) {
            String x = SvgPath.number(wanted.getX());
            String y = SvgPath.number(wanted.getY());
            String w = SvgPath.number(wanted.getWidth());
            String h = SvgPath.number(wanted.getHeight());
            out.append(String.format("<svg x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" viewBox=\"%s %s %s %s\">\n",
                    x, y, w, h, x, y, w, h));
        }
        open = wanted;
    }

    private static String hex(Color color) {
        return String.format("#%06x", color.getRGB() & 0xFFFFFF);
    }

    private static String opacity(String what, Color color) {
        int alpha = color.getAlpha();
        return alpha == 255 ? "" : String.format(Locale.ROOT, " %s-opacity=\"%.2f\"", what, alpha / 255.0);
    }

    private static String look(BasicStroke stroke) {
        StringBuilder look = new StringBuilder();
        if (stroke.getLineWidth() != 1) {
            look.append(" stroke-width=\"").append(SvgPath.number(stroke.getLineWidth())).append('"');
        }
        if (stroke.getEndCap() == BasicStroke.CAP_ROUND) {
            look.append(" stroke-linecap=\"round\"");
        }
        if (stroke.getDashArray() != null) {
            look.append(" stroke-dasharray=\"");
            for (float dash : stroke.getDashArray()) {
                look.append(SvgPath.number(dash)).append(' ');
            }
            look.setCharAt(look.length() - 1, '"');
        }
        return look.toString();
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                // XML has no place for control characters.
                default -> out.appendCodePoint(c < ' ' || c == 0xFFFE || c == 0xFFFF ? ' ' : c);
            }
        });
        return out.toString();
    }
}
