package org.gradus.plots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.gradus.plots.HeatMapFigure.Cell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeatMapFigureTest {

    @TempDir
    Path directory;

    private static Cell cell(double x, double y, int diverged, double... values) {
        return new Cell(x, y, values, diverged);
    }

    private static HeatMapFigure figure(boolean log, Cell... cells) {
        return new HeatMapFigure("", "inner", "outer", "loss", log, log, true, true, List.of(cells));
    }

    private static HeatMapFigure grid() {
        return figure(true, cell(0.01, 1, 0, 3, 1, 2), cell(0.1, 1, 0, 0.5), cell(1, 1, 2, 4), cell(0.01, 0.1, 0, 50),
                cell(0.1, 0.1, 1, 3, 5), cell(1, 0.1, 0, 10));
    }

    @Test
    void cellsMeetHalfwayOnTheAxis() {
        Cells cells = (Cells) grid().model().body();
        Range across = cells.cells().get(1).across();
        assertEquals(Math.pow(10, -1.5), across.low(), 1e-15);
        assertEquals(Math.pow(10, -0.5), across.high(), 1e-15);
        assertEquals(across.high(), cells.cells().get(2).across().low());
        Intervals uneven = Intervals.around(new double[] {5, 1, 2, 1}, false);
        assertEquals(List.of(new Range(0.5, 1.5), new Range(1.5, 3.5), new Range(3.5, 6.5)),
                List.of(uneven.of(1), uneven.of(2), uneven.of(5)));
    }

    @Test
    void theCaptionNamesBestDivergedAndSeeds() {
        assertEquals("Median over n = 1 to 3 seeds. Star: the smallest, 0.5, at 0.1 (inner), 1 (outer). Hatched: half of "
                + "the seeds or more diverged (1 of 6 cells). Dot: some seeds diverged (1 of 6 cells). Lines: constant "
                + "product of the two.", grid().model().caption());
        assertEquals("One run a cell. Hatched: diverged (1 of 1 cells). Lines: constant product of the two.",
                figure(true, cell(1, 1, 1)).model().caption());
    }

    @Test
    void csvHasEveryCellAtItsPlace() {
        assertEquals("""
                x,y,median,runs,diverged
                0.01,1,2,3,0
                0.1,1,0.5,1,0
                1,1,Infinity,3,2
                0.01,0.1,50,1,0
                0.1,0.1,5,3,1
                1,0.1,10,1,0
                """, grid().model().body().csv());
    }

    /** The middle of a cell is in its colour; x goes right and y goes up, which a transposed grid would show. */
    @Test
    void colourIsWhereItBelongsAndDivergedIsHatched() throws IOException {
        FigureModel model = grid().model();
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(FigureFile.png(model)));
        Color worst = Ramp.at(1);
        assertTrue(count(image, worst, 0, 0.5, 0.5, 1) > 1000, "lower left is the largest");
        assertEquals(0, count(image, worst, 0, 0.5, 0, 0.4));
        Color paper = new Color(0xF2F2F2);
        assertTrue(count(image, paper, 0.5, 0.9, 0, 0.4) > 1000, "upper right is hatched");
        assertTrue(count(image, paper, 0, 0.3, 0, 1) < 200, "edges of letters at most");
    }

    private static int count(BufferedImage image, Color color, double left, double right, double top, double bottom) {
        int count = 0;
        for (int x = (int) (left * image.getWidth()); x < right * image.getWidth(); x++) {
            for (int y = (int) (top * image.getHeight()); y < bottom * image.getHeight(); y++) {
                if (image.getRGB(x, y) == color.getRGB()) count++;
            }
        }
        return count;
    }

    @Test
    void hatchingStaysInsideTheCell() {
        Rectangle2D box = new Rectangle2D.Double(13, 29, 40, 21);
        Rectangle2D lines = Cells.hatching(box).getBounds2D();
        assertTrue(box.contains(lines), lines.toString());
        assertTrue(lines.getWidth() > 35 && lines.getHeight() > 18);
    }

    @Test
    void aProductsLineRunsThroughItsCells() {
        for (boolean log : new boolean[] {true, false}) {
            FigureModel model = figure(
                    log, cell(0.01, 1, 0, 1), cell(0.1, 0.1, 0, 2), cell(1, 0.01, 0, 3), cell(1, 1, 0, 4)).model();
            Frame frame = new Frame(model, new Rectangle2D.Double(50, 20, 600, 400));
            List<Point2D> line = Products.line(frame, 0.01);
            for (double x : new double[] {0.01, 0.1, 1}) {
                Point2D cell = new Point2D.Double(frame.x(x), frame.y(0.01 / x));
                double nearest = Double.MAX_VALUE;
                for (int i = 1; i < line.size(); i++) {
                    Point2D a = line.get(i - 1);
                    Point2D b = line.get(i);
                    nearest = Math.min(nearest, Line2D.ptSegDist(a.getX(), a.getY(), b.getX(), b.getY(), cell.getX(),
                            cell.getY()));
                }
                assertTrue(nearest < 1, "log " + log + ", x = " + x + ": " + nearest);
            }
            for (Point2D p : line) assertTrue(new Rectangle2D.Double(49.9, 19.9, 600.2, 400.2).contains(p), p.toString());
        }
        assertEquals(List.of("10⁻³", "10⁻²", "10⁻¹", "10⁰"),
                Products.values(((Cells) grid().model().body()).cells()).stream().map(Tick::label).toList());
    }

    /** Grey print keeps the order, and equal steps look about alike. */
    @Test
    void lightnessGrowsEvenly() {
        double before = -1;
        double smallest = 1;
        double largest = 0;
        for (int i = 0; i <= 20; i++) {
            Color c = Ramp.at(i / 20.0);
            double y = 0.2126 * linear(c.getRed()) + 0.7152 * linear(c.getGreen()) + 0.0722 * linear(c.getBlue());
            double lightness = Math.cbrt(y);
            if (i > 0) {
                smallest = Math.min(smallest, lightness - before);
                largest = Math.max(largest, lightness - before);
            }
            before = lightness;
        }
        assertTrue(smallest > 0 && largest < 2 * smallest, smallest + " to " + largest);
    }

    private static double linear(int channel) {
        double c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }

    @Test
    void extremeDataCanBeDrawn() throws IOException {
        List<Cell> huge = new ArrayList<>();
        for (double x : new double[] {1e-300, 1, 1e300}) huge.add(cell(x, 1 / x, 0, x));
        for (Cell[] cells : new Cell[][] {{cell(1, 1, 0, 0)}, {cell(1, 1, 3)}, {cell(2, 3, 0, -1), cell(4, 3, 0, 0)},
                huge.toArray(Cell[]::new)}) {
            figure(true, cells).write(directory, "extreme");
        }
        figure(false, cell(0, 0, 0, 1), cell(-1, 2, 0, 2)).write(directory, "extreme");
    }

    @Test
    void badInputIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> figure(true));
        assertThrows(IllegalArgumentException.class, () -> figure(true, cell(0, 1, 0, 1)));
        assertThrows(IllegalArgumentException.class, () -> figure(true, cell(1, 1, 0, 1), cell(1, 1, 0, 2)));
        assertThrows(IllegalArgumentException.class, () -> cell(1, 1, 0, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> cell(1, 1, 0));
    }
}
