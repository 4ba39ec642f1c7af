package org.gradus.plots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.gradus.plots.BarFigure.Bar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BarFigureTest {

    @TempDir
    Path directory;

    private static BarFigure figure(boolean log, Unit unit, Bar... bars) {
        return new BarFigure("", "steps", log, unit, List.of(bars));
    }

    private static List<String> texts(FigureModel model) {
        return ((Bars) model.body()).rows().stream().map(Bars.Row::text).toList();
    }

    /** A median over the runs that arrived would reward an optimizer for those that did not. */
    @Test
    void runsThatMissedTheTargetAreSaidAndCount() {
        FigureModel model = figure(false, Unit.NUMBER, new Bar("adam", new double[] {100, 300, 200}, 0),
                new Bar("sgd", new double[] {900, 700, 800}, 2), new Bar("lion", new double[] {400, 500}, 3)).model();
        assertEquals(List.of("200", "900, not reached (2 of 5)", "not reached (3 of 5)"), texts(model));
        assertEquals("""
                name,median,lower,upper,runs,missed
                adam,200,140,260,3,0
                sgd,900,780,Infinity,5,2
                lion,Infinity,480,Infinity,5,3
                """, model.body().csv());
        assertTrue(model.caption().contains("n = 3 to 5 runs"), model.caption());
        assertTrue(model.caption().contains("infinitely long"), model.caption());
        assertEquals(0, model.x().range().low());
    }

    @Test
    void bytesAreInUnitsThatPeopleRead() {
        assertEquals(List.of("0 B", "999 B", "1 kB", "999 kB", "1 MB", "4.19 MB", "1.5 TB"),
                Stream.of(0.0, 999.0, 1000.0, 999.4e3, 999_600.0, 4194304.0, 1.5e12).map(Unit.BYTES::text).toList());
        FigureModel model = figure(false, Unit.BYTES, new Bar("adam", 2.5e6)).model();
        assertEquals(List.of("0 B", "500 kB", "1 MB", "1.5 MB", "2 MB", "2.5 MB"),
                model.x().ticks().stream().map(Tick::label).toList());
    }

    @Test
    void numbersHaveThreeDigits() {
        assertEquals(List.of("0", "1.23", "12300", "0.00123", "1.23·10⁻⁵", "10⁹", "-2.5"),
                Stream.of(0.0, 1.2345, 12345.0, 0.0012345, 1.2345e-5, 1e9, -2.5).map(Tick::text).toList());
    }

    /** Bars to scale from zero: twice the number is twice the length. */
    @Test
    void lengthsAreToScale() throws IOException {
        FigureModel model = figure(false, Unit.NUMBER, new Bar("adam", 50), new Bar("sgd", 100)).model();
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(FigureFile.png(model)));
        int[] lengths = ((Bars) model.body()).rows().stream()
                .mapToInt(row -> length(image, row.style().color().getRGB())).toArray();
        assertEquals(2, lengths[1] / (double) lengths[0], 0.01);
    }

    private static int length(BufferedImage image, int rgb) {
        int columns = 0;
        for (int x = 0; x < image.getWidth(); x++) {
            int inked = 0;
            for (int y = 0; y < image.getHeight(); y++) if (image.getRGB(x, y) == rgb) inked++;
            if (inked >= 28) columns++; // a bar is 32 pixels thick; the text of a black one is not
        }
        return columns;
    }

    @Test
    void extremeDataCanBeDrawn() throws IOException {
        for (boolean log : new boolean[] {true, false}) {
            for (Unit unit : Unit.values()) {
                figure(log, unit, new Bar("a", 0), new Bar("b", 1e300), new Bar("c", 1e-300)).write(directory, "bars");
                figure(log, unit, new Bar("a", new double[0], 1)).write(directory, "bars");
                figure(log, unit, new Bar("a", 0)).write(directory, "bars");
            }
        }
    }

    @Test
    void badInputIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Bar("a", -1));
        assertThrows(IllegalArgumentException.class, () -> new Bar(" ", 1));
        assertThrows(IllegalArgumentException.class, () -> new Bar("a", new double[0], 0));
        assertThrows(IllegalArgumentException.class, () -> figure(true, Unit.NUMBER));
        assertThrows(IllegalArgumentException.class, () -> figure(true, Unit.NUMBER, new Bar("a", 1), new Bar("a", 2)));
    }
}
