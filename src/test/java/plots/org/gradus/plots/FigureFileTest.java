package org.gradus.plots;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FigureFileTest {

    @TempDir
    Path directory;

    @Test
    void writesFourFilesAndNothingElse() throws IOException {
        Path made = directory.resolve("figures");
        Curves.four().write(made, "loss");
        Curves.four().write(made, "loss");
        try (var files = Files.list(made)) {
            assertEquals(Set.of("loss.svg", "loss.png", "loss.pdf", "loss.csv"),
                    files.map(f -> f.getFileName().toString()).collect(Collectors.toSet()));
        }
        assertEquals(Curves.four().model().body().csv(), Files.readString(made.resolve("loss.csv")));
    }

    @Test
    void pngHasItsSizeAndEverySeriesColour() throws IOException {
        FigureModel model = Curves.four().model();
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(FigureFile.png(model)));
        assertEquals(1600, image.getWidth());
        assertEquals(1000, image.getHeight());
        assertEquals(Color.WHITE.getRGB(), image.getRGB(0, 0));
        for (Lines.Series series : model.body().legend()) {
            assertTrue(pixels(image, series.style().color()) > 1000, series.name());
        }
    }

    @Test
    void equalFiguresGiveEqualBytes() throws IOException {
        assertEquals(Curves.four().svg(), Curves.four().svg());
        assertArrayEquals(FigureFile.png(Curves.four().model()), FigureFile.png(Curves.four().model()));
        assertArrayEquals(FigureFile.pdf(Curves.four().model()), FigureFile.pdf(Curves.four().model()));
    }

    /** A page is as high as its text and rows need: nothing is cut off at the lower edge. */
    @Test
    void thePageGrowsWithItsLegend() {
        List<Curve> many = IntStream.range(0, 40)
                .mapToObj(i -> Curves.of("a long name, number " + i, Curves.run(2, 1))).toList();
        Page page = new Page(new ConvergenceFigure("", "step", "loss", true, many).model());
        assertTrue(page.height() > 280 + 20 * 18, "height " + page.height());
        assertEquals(500, new Page(Curves.four().model()).height());
    }

    @Test
    void extremeDataCanBeDrawn() throws IOException {
        Run exploding = Curves.run(1, 1e300, Double.MAX_VALUE, Double.NaN);
        List<List<Curve>> extremes = List.of(
                List.of(Curves.of("sgd", Curves.run(Double.NaN))),
                List.of(Curves.of("sgd", Curves.run(1))),
                List.of(Curves.of("sgd", Curves.run(0, 0, 0))),
                List.of(Curves.of("sgd", exploding)),
                List.of(Curves.of("sgd", exploding, Curves.run(1, 0.5, 0.2, 0.1)), Curves.of("adam", Curves.run(1, 0))));
        for (List<Curve> curves : extremes) {
            for (boolean logY : new boolean[] {true, false}) {
                new ConvergenceFigure("", "", "", logY, curves).write(directory, "extreme");
            }
        }
    }

    private static long pixels(BufferedImage image, Color color) {
        int[] all = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        return Arrays.stream(all).filter(rgb -> rgb == color.getRGB()).count();
    }
}
