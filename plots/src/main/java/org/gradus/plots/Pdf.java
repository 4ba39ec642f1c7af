package org.gradus.plots;

import de.erichseifert.vectorgraphics2d.intermediate.CommandSequence;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.font.GlyphVector;
import java.awt.geom.AffineTransform;
import java.awt.geom.PathIterator;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.zip.DeflaterOutputStream;

/**
 * A drawing as a PDF 1.4 file of one page (ISO 32000-1). Text is outlines, so there are no fonts, which a publisher could
 * ask to be embedded. There is no date either: equal drawings give equal bytes.
 */
final class Pdf implements Ink {

    /** Points a unit of the page: its width of 800 becomes 6.7 inches, which fits the text width of a sheet. */
    static final double POINTS = 0.6;

    private final StringBuilder out = new StringBuilder();
    private final TreeSet<Integer> alphas = new TreeSet<>();
    private Rectangle2D open;

    private Pdf() {}

    static byte[] of(CommandSequence drawing, int width, int height, String title) {
        Pdf pdf = new Pdf();
        // Upside down: y grows upwards in a PDF. Joins are round.
        pdf.add(POINTS, 0, 0, -POINTS, 0, POINTS * height).append("cm 1 j\n");
        pdf.play(drawing);
        pdf.clip(null);
        return pdf.file(POINTS * width, POINTS * height, title);
    }

    @Override
    public void fill(Shape shape, Context c) {
        clip(c.clip());
        color(c.color(), "rg");
        path(shape, c.place());
        PathIterator it = shape.getPathIterator(null);
        out.append(it.getWindingRule() == PathIterator.WIND_EVEN_ODD ? "f*\n" : "f\n");
    }

    @Override
    public void draw(Shape shape, Context c) {
        clip(c.clip());
        color(c.color(), "RG");
        BasicStroke stroke = c.stroke();
        add(stroke.getLineWidth()).append("w ").append(stroke.getEndCap()).append(" J [");
        if (stroke.getDashArray() != null) {
            for (float dash : stroke.getDashArray()) {
                add(dash);
            }
        }
        out.append("] 0 d\n");
        path(shape, c.place());
        out.append("S\n");
    }

    // Every glyph in its own coordinates: the same one again is the same text, which deflates to nothing.
    @Override
    public void write(String text, double x, double y, Context c) {
        clip(c.clip());
        color(c.color(), "rg");
        GlyphVector glyphs = new Text(text, c.font(), c.color()).glyphs();
        for (int i = 0; i < glyphs.getNumGlyphs(); i++) {
            Point2D at = glyphs.getGlyphPosition(i);
            AffineTransform place = new AffineTransform(c.place());
            place.translate(x + at.getX(), y + at.getY());
            double[] matrix = new double[6];
            place.getMatrix(matrix);
            out.append("q ");
            add(matrix).append("cm\n");
            path(glyphs.getGlyphOutline(i, (float) -at.getX(), (float) -at.getY()), null);
            out.append("f Q\n");
        }
    }

    private void color(Color color, String operator) {
        alphas.add(color.getAlpha());
        out.append("/A").append(color.getAlpha()).append(" gs ");
        add(color.getRed() / 255.0, color.getGreen() / 255.0, color.getBlue() / 255.0).append(operator).append('\n');
    }

    private void clip(Rectangle2D wanted) {
        if (Objects.equals(wanted, open)) {
            return;
        }
        out.append(open == null ? "" : "Q\n");
        if (wanted != null) {
            out.append("q ");
            add(wanted.getX(), wanted.getY(), wanted.getWidth(), wanted.getHeight()).append("re W n\n");
        }
        open = wanted;
    }

    private void path(Shape shape, AffineTransform place) {
        double[] p = new double[6];
        double atX = 0;
        double atY = 0;
        for (PathIterator it = shape.getPathIterator(place); !it.isDone(); it.next()) {
            int type = it.currentSegment(p);
            switch (type) {
                case PathIterator.SEG_MOVETO -> add(p[0], p[1]).append("m\n");
                case PathIterator.SEG_LINETO -> add(p[0], p[1]).append("l\n");
                // PDF has cubic curves only; this is the same curve.
                case PathIterator.SEG_QUADTO -> add(atX + (p[0] - atX) * 2 / 3, atY + (p[1] - atY) * 2 / 3,
                        p[2] + (p[0] - p[2]) * 2 / 3, p[3] + (p[1] - p[3]) * 2 / 3, p[2], p[3]).append("c\n");
                case PathIterator.SEG_CUBICTO -> add(p).append("c\n");
                default -> out.append("h\n");
            }
            int last = Math.max(0, 2 * (type == PathIterator.SEG_MOVETO ? 1 : type) - 2);
            if (type != PathIterator.SEG_CLOSE) {
                atX = p[last];
                atY = p[last + 1];
            }
        }
    }

    private StringBuilder add(double... numbers) {
        for (double number : numbers) {
            double rounded = Math.round(number * 1000) / 1000.0;
            out.append(rounded == (long) rounded ? Long.toString((long) rounded) : Double.toString(rounded)).append(' ');
        }
        return out;
    }

    private byte[] file(double width, double height, String title) {
        StringBuilder states = new StringBuilder();
        for (int alpha : alphas) {
            states.append(String.format(Locale.ROOT, "/A%d << /ca %.3f /CA %.3f >> ", alpha, alpha / 255.0,
                    alpha / 255.0));
        }
        byte[] content = deflated(out.toString());
        out.setLength(0);
        add(0, 0, width, height);
        List<byte[]> objects = new ArrayList<>();
        objects.add(ascii("<< /Type /Catalog /Pages 2 0 R >>"));
        objects.add(ascii("<< /Type /Pages /Kids [3 0 R] /Count 1 >>"));
        objects.add(ascii("<< /Type /Page /Parent 2 0 R /MediaBox [" + out.toString().trim() + "] /Contents 4 0 R "
                + "/Resources << /ExtGState << " + states + ">> >> >>"));
        objects.add(join(ascii("<< /Length " + content.length + " /Filter /FlateDecode >>\nstream\n"), content,
                ascii("\nendstream")));
        objects.add(ascii("<< /Title <" + hex(title) + "> >>"));

        ByteArrayOutputStream file = new ByteArrayOutputStream();
        // Four bytes above 127 tell that the file is binary.
        file.writeBytes("%PDF-1.4\n%\u00e2\u00e3\u00cf\u00d3\n".getBytes(StandardCharsets.ISO_8859_1));
        StringBuilder places = new StringBuilder();
        for (int i = 0; i < objects.size(); i++) {
            places.append(String.format("%010d 00000 n \n", file.size()));
            file.writeBytes(join(ascii((i + 1) + " 0 obj\n"), objects.get(i), ascii("\nendobj\n")));
        }
        int start = file.size();
        int count = objects.size() + 1;
        file.writeBytes(ascii("xref\n0 " + count + "\n0000000000 65535 f \n" + places + "trailer\n<< /Size " + count
                + " /Root 1 0 R /Info 5 0 R >>\nstartxref\n" + start + "\n%%EOF\n"));
        return file.toByteArray();
    }

    private static byte[] deflated(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(ascii(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail so
        }
        return out.toByteArray();
    }

    /** Text as PDF wants it where it is not ASCII: UTF-16 with a byte order mark. */
    private static String hex(String text) {
        StringBuilder hex = new StringBuilder("FEFF");
        text.chars().forEach(c -> hex.append(String.format("%04X", c)));
        return hex.toString();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
