package org.gradus.plots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;
import org.gradus.plots.Sensitivity.Outcomes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SensitivityFigureTest {

    @TempDir
    Path directory;

    private static Outcomes at(double x, int diverged, double... values) {
        return new Outcomes(x, values, diverged);
    }

    private static SensitivityFigure figure(Sensitivity... curves) {
        return new SensitivityFigure("", "initialScale", "final training loss", true, true, List.of(curves));
    }

    @Test
    void medianAndBandAreOverTheSeedsAtEveryValue() {
        Sensitivity adam = new Sensitivity("adam", List.of(at(0.01, 0, 3, 1, 2), at(1, 0, 4, 4, 4), at(100, 0, 7)));
        FigureModel model = figure(adam).model();
        List<Band.Point> points = model.body().legend().get(0).band().points();
        assertEquals(new Band.Point(0.01, 2, 1.4, 2.6), points.get(0));
        assertEquals(new Band.Point(1, 4, 4, 4), points.get(1));
        assertEquals("adam", model.body().legend().get(0).label());
        assertEquals("Median and 20-80 % band, n = 1 to 3 seeds.", model.caption());
        assertEquals(new Range(0.01, 100), model.x().range());
        assertEquals(new Range(1.4, 7), model.y().range());
        assertEquals(List.of("10⁻²", "10⁻¹", "10⁰", "10¹", "10²"), model.x().ticks().stream().map(Tick::label).toList());
    }

    /** A median over the survivors alone would reward an optimizer for its diverged runs. */
    @Test
    void divergedRunsCountAsInfinitelyLarge() {
        Sensitivity sgd = new Sensitivity("sgd", List.of(at(1, 0, 1, 2, 3), at(10, 1, 1, 2), at(100, 3)));
        FigureModel model = figure(sgd).model();
        assertEquals("sgd (4 of 9 runs diverged)", model.body().legend().get(0).label());
        assertTrue(model.caption().contains("Diverged runs count as infinitely large"), model.caption());
        List<Band.Point> points = model.body().legend().get(0).band().points();
        assertEquals(2, points.get(1).median());
        assertEquals(Double.POSITIVE_INFINITY, points.get(1).upper());
        assertEquals(Double.POSITIVE_INFINITY, points.get(2).lower());
        assertEquals(new Range(1.4, 2.6), model.y().range(), "what is finite sets the scale");
    }

    @Test
    void noWeightOnAnInfinityIsNone() {
        assertEquals(2, Quantile.of(new double[] {1, 2, Double.POSITIVE_INFINITY}, 0.5));
    }

    @Test
    void aLogAxisFloorsZeros() {
        FigureModel model = figure(new Sensitivity("a", List.of(at(1, 0, 2e-3), at(2, 0, 0)))).model();
        assertEquals(OptionalDouble.of(1e-3), model.y().floor());
        assertEquals(1e-3, model.body().legend().get(0).band().points().get(1).median());
        assertTrue(model.caption().contains("Values below 10⁻³"), model.caption());
    }

    @Test
    void theFilesHoldEveryCurveAndItsColour() throws IOException {
        SensitivityFigure figure = figure(
                new Sensitivity("adam", List.of(at(0.1, 0, 1, 2, 4), at(1, 0, 1, 2, 3), at(10, 0, 10, 20, 40))),
                new Sensitivity("lora-rite", List.of(at(0.1, 0, 1, 1.1, 1.2), at(1, 0, 1, 1.1, 1.2), at(10, 0, 1, 1.1, 1.2))),
                new Sensitivity("sgd", List.of(at(0.1, 0, 5, 6, 7), at(1, 0, 5, 6, 7), at(10, 3))));
        figure.write(directory, "loss");
        assertTrue(Files.readString(directory.resolve("loss.csv")).contains("sgd,10,Infinity,Infinity,Infinity\n"));
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(Files.readAllBytes(directory.resolve("loss.png"))));
        for (Lines.Series series : figure.model().body().legend()) {
            Color color = series.style().color();
            int count = 0;
            for (int x = 0; x < image.getWidth(); x++) {
                for (int y = 100; y < image.getHeight(); y++) if (image.getRGB(x, y) == color.getRGB()) count++;
            }
            assertTrue(count > 1000, series.name() + ": " + count);
        }
    }

    @Test
    void extremeDataCanBeDrawn() throws IOException {
        for (boolean log : new boolean[] {true, false}) {
            for (List<Outcomes> outcomes : List.of(List.of(at(1, 2)), List.of(at(1, 0, 0.0)), List.of(at(1, 0, 1e300), at(2, 1)))) {
                new SensitivityFigure("", "", "", log, log, List.of(new Sensitivity("a", outcomes))).write(directory, "extreme");
            }
        }
    }

    @Test
    void whatCannotBeDrawnIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> at(1, 0));
        assertThrows(IllegalArgumentException.class, () -> at(1, 0, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new Sensitivity("a", List.of(at(2, 0, 1), at(1, 0, 1))));
        assertThrows(IllegalArgumentException.class, () -> figure(new Sensitivity("a", List.of(at(0, 0, 1)))));
        Sensitivity a = new Sensitivity("a", List.of(at(1, 0, 1)));
        assertThrows(IllegalArgumentException.class, () -> figure(a, a));
    }
}
