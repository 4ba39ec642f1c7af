package org.gradus.plots;

import java.awt.Graphics2D;
import java.util.List;

/** What stands inside the axes of a figure: its numbers, how they are drawn, and how they are listed. */
public sealed interface Body permits Lines, Dots, Cells, Bars {

    /** Draws the body over the grid. */
    void paint(Graphics2D g, Frame frame);

    /** What is drawn, as RFC 4180 text with line feeds. */
    String csv();

    /** Series that the legend names. */
    default List<Lines.Series> legend() {
        return List.of();
    }

    /** Polygons under everything else. */
    default List<Frame.Polygon> polygons() {
        return List.of();
    }

    /** The height of the frame, in units of the page; {@code left} is what remains of a page of common height. */
    default double height(double left) {
        return Math.max(left, 280);
    }

    /** Width needed right of the frame. */
    default double beside() {
        return 0;
    }

    /** The part of the frame that the axes' ranges fill; the rest is air at the edges. */
    default double filled() {
        return 0.97;
    }
}
