package org.gradus.plots;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpreadFigureTest {

    @TempDir
    Path directory;

    private static SpreadFigure figure(Spread... spreads) {
        return new SpreadFigure("title", "final loss", List.of(spreads));
    }

    private static List<Dots.Row> rows(FigureModel model) {
        return ((Dots) model.body()).rows();
    }

    @Test
    void quantilesAreOverAllSeedsAndDivergedOnesAreInfinite() {
        Spread spread = new Spread("fedavg", new double[] {3, 1, 2}, 1);
        assertArrayEquals(new double[] {1, 2, 3}, spread.values());
        assertEquals(2.5, spread.quantile(0.5));
        assertEquals(Double.POSITIVE_INFINITY, spread.quantile(0.8));
        assertEquals("fedavg (1 diverged)", spread.label());
    }

    /** The first row stands on top; the axis holds every seed. */
    @Test
    void rowsAreInOrderAndNothingLeavesTheFrame() {
        FigureModel model = figure(new Spread("fedavg", new double[] {1, 1e4}, 0), new Spread("bi2clip",
                new double[] {0.05, 0.07}, 0)).model();
        assertTrue(rows(model).get(0).y() > rows(model).get(1).y());
        assertEquals(List.of("fedavg", "bi2clip"), model.y().ticks().stream().map(Tick::label).toList());
        for (Dots.Row dots : rows(model)) {
            for (double value : dots.values()) assertTrue(model.x().range().contains(value));
        }
    }

    /** A log axis has no place for zero: it is drawn at the floor, which the caption names. */
    @Test
    void valuesThatALogAxisCannotShowAreRaisedToTheFloor() {
        FigureModel model = figure(new Spread("adam", new double[] {0, 0.5}, 0)).model();
        assertEquals(model.x().floor().orElseThrow(), rows(model).get(0).values()[0]);
        assertTrue(model.caption().contains("zero"), model.caption());
    }

    @Test
    void filesAreWrittenAndTheRowIsInItsColour() throws IOException {
        SpreadFigure figure = figure(new Spread("adam", new double[] {1, 2, 3}, 2), new Spread("sgd", new double[] {5}, 0),
                new Spread("lion", new double[0], 3));
        figure.write(directory, "spread");
        assertEquals("series,value\nadam,1\nadam,2\nadam,3\nsgd,5\n", Files.readString(directory.resolve("spread.csv")));
        assertTrue(Files.size(directory.resolve("spread.svg")) > 1000);
        BufferedImage image = ImageIO.read(directory.resolve("spread.png").toFile());
        int blue = rows(figure.model()).get(0).style().color().getRGB();
        boolean found = false;
        for (int x = 0; x < image.getWidth() && !found; x++) {
            for (int y = 0; y < image.getHeight() && !found; y++) found = image.getRGB(x, y) == blue;
        }
        assertTrue(found);
    }

    @Test
    void badInputIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> figure());
        assertThrows(IllegalArgumentException.class, () -> figure(new Spread("a", new double[] {1}, 0), new Spread("a",
                new double[] {1}, 0)));
        assertThrows(IllegalArgumentException.class, () -> new Spread("a", new double[] {Double.NaN}, 0));
        assertThrows(IllegalArgumentException.class, () -> new Spread("a", new double[0], 0));
        assertThrows(IllegalArgumentException.class, () -> new Spread(" ", new double[] {1}, 0));
    }
}
