package org.gradus.plots;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.awt.font.TextLayout;
import java.util.ArrayList;
import java.util.List;

/** A line of text, its look and its width. */
record Text(String content, Font font, Color color) {

    static final Color INK = new Color(0x222222);
    static final Color FAINT_INK = new Color(0x555555);

    private static final FontRenderContext EXACT = new FontRenderContext(null, true, true);
    private static final double SMALLEST = 0.8;

    static Text of(String content, int style, int size, Color color) {
        return new Text(content, new Font(Font.SANS_SERIF, style, size), color);
    }

    /** Text beside ticks and in the legend. */
    static Text label(String content) {
        return of(content, Font.PLAIN, 14, INK);
    }

    Text scaled(double factor) {
        return new Text(content, font.deriveFont((float) (factor * font.getSize2D())), color);
    }

    double width() {
        return content.isBlank() ? 0 : new TextLayout(content, font, EXACT).getAdvance();
    }

    /** Draws with the baseline at {@code y}; {@code align} is 0 to begin at {@code x}, 0.5 to centre, 1 to end. */
    void draw(Graphics2D g, double x, double y, double align) {
        drawTurned(g, x, y, align, 0);
    }

    /** Draws upwards, centred on {@code y}, with the baseline at {@code x}. */
    void drawUpwards(Graphics2D g, double x, double y) {
        drawTurned(g, x, y, 0.5, -Math.PI / 2);
    }

    /** Draws along a baseline turned clockwise about (x, y) by an angle in radians. */
    void drawTurned(Graphics2D g, double x, double y, double align, double angle) {
        if (content.isBlank()) {
            return;
        }
        Graphics2D turned = (Graphics2D) g.create();
        turned.translate(x, y);
        if (angle != 0) {
            turned.rotate(angle);
        }
        turned.setColor(color);
        turned.setFont(font);
        turned.drawString(content, (float) (-align * width()), 0);
        turned.dispose();
    }

    /** This text no wider than {@code width}: set smaller, and where that is not enough, without its middle. */
    Text within(double width) {
        if (width() <= width) {
            return this;
        }
        Text shorter = scaled(Math.max(SMALLEST, 0.99 * width / width()));
        for (int kept = content.length() - 1; kept > 1 && shorter.width() > width; kept--) {
            String ends = content.substring(0, (kept + 1) / 2) + "…" + content.substring(content.length() - kept / 2);
            shorter = new Text(ends, shorter.font, color);
        }
        return shorter;
    }

    /** This text broken at spaces into lines no wider than {@code width}; a word that is wider is set within it. */
    List<Text> wrapped(double width) {
        List<Text> lines = new ArrayList<>();
        Text line = new Text("", font, color);
        for (String word : content.split(" ")) {
            Text longer = new Text(line.content.isEmpty() ? word : line.content + " " + word, font, color);
            if (longer.width() > width && !line.content.isEmpty()) {
                lines.add(line.within(width));
                longer = new Text(word, font, color);
            }
            line = longer;
        }
        lines.add(line.within(width));
        return lines;
    }

    /** The shapes of this text's letters and their places after its start. */
    GlyphVector glyphs() {
        return font.layoutGlyphVector(EXACT, content.toCharArray(), 0, content.length(), Font.LAYOUT_LEFT_TO_RIGHT);
    }
}
