package org.gradus.plots;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.util.ArrayList;
import java.util.List;

/** Text drawn as outlines, so that a figure looks the same on a reader's system, whatever fonts that has. */
record Text(String content, Font font, Color color) {

    private static final FontRenderContext EXACT = new FontRenderContext(null, true, true);

    static Text of(String content, int style, int size, Color color) {
        return new Text(content, new Font(Font.SANS_SERIF, style, size), color);
    }

    double width() {
        return content.isBlank() ? 0 : layout().getAdvance();
    }

    /** Draws with the baseline at {@code y}; {@code align} is 0 to begin at {@code x}, 0.5 to centre, 1 to end. */
    void draw(Graphics2D g, double x, double y, double align) {
        fill(g, AffineTransform.getTranslateInstance(x - align * width(), y));
    }

    /** Draws upwards, centred on {@code y}, with the baseline at {@code x}. */
    void drawUpwards(Graphics2D g, double x, double y) {
        AffineTransform place = AffineTransform.getTranslateInstance(x, y + width() / 2);
        place.rotate(-Math.PI / 2);
        fill(g, place);
    }

    /** This text broken at spaces into lines no wider than {@code width}, unless a word is. */
    List<Text> wrapped(double width) {
        List<Text> lines = new ArrayList<>();
        Text line = new Text("", font, color);
        for (String word : content.split(" ")) {
            Text longer = new Text(line.content.isEmpty() ? word : line.content + " " + word, font, color);
            if (longer.width() > width && !line.content.isEmpty()) {
                lines.add(line);
                longer = new Text(word, font, color);
            }
            line = longer;
        }
        lines.add(line);
        return lines;
    }

    private void fill(Graphics2D g, AffineTransform place) {
        if (!content.isBlank()) {
            g.setColor(color);
            g.fill(layout().getOutline(place));
        }
    }

    private TextLayout layout() {
        return new TextLayout(content, font, EXACT);
    }
}
