package org.gradus.plots;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class FigureFileTest {

    @TempDir
    Path directory;

    @Test
    void writesThreeFilesAndNothingElse() throws IOException {
        Path made = directory.resolve("figures");
        Curves.four().write(made, "loss");
        Curves.four().write(made, "loss");
        try (var files = Files.list(made)) {
            assertEquals(Set.of("loss.svg", "loss.png", "loss.csv"),
                    files.map(f -> f.getFileName().toString()).collect(Collectors.toSet()));
        }
        assertEquals(Csv.of(Curves.four().model()), Files.readString(made.resolve("loss.csv")));
    }

    @Test
    void pngHasItsSizeAndEverySeriesColour() throws IOException {
        FigureModel model = Curves.four().model();
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(FigureFile.png(model)));
        assertEquals(1600, image.getWidth());
        assertEquals(1000, image.getHeight());
        assertEquals(Color.WHITE.getRGB(), image.getRGB(0, 0));
        for (FigureModel.Series series : model.series()) {
            assertTrue(pixels(image, series.style().color()) > 1000, series.name());
        }
    }

    @Test
    void svgIsSmallWellFormedAndHasEverySeries() throws Exception {
        FigureModel model = Curves.four().model();
        byte[] svg = FigureFile.svg(model);
        assertTrue(svg.length < 150_000, svg.length + " bytes");
        Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(svg));
        assertEquals("svg", document.getDocumentElement().getTagName());
        String text = new String(svg, StandardCharsets.UTF_8);
        for (FigureModel.Series series : model.series()) {
            Color c = series.style().color();
            String rgb = "rgb(" + c.getRed() + "," + c.getGreen() + "," + c.getBlue() + ")";
            assertTrue(text.contains("stroke:" + rgb), "line of " + series.name());
            assertTrue(text.contains("fill:" + rgb + ";fill-opacity"), "band of " + series.name());
        }
    }

    @Test
    void equalFiguresGiveEqualBytes() throws IOException {
        assertArrayEquals(FigureFile.svg(Curves.four().model()), FigureFile.svg(Curves.four().model()));
        assertArrayEquals(FigureFile.png(Curves.four().model()), FigureFile.png(Curves.four().model()));
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

    @Test
    void pathsKeepTheirPlacesInRelativeCoordinates() {
        assertEquals("m1.5 2l1 0l-.25-1.01z", SvgPath.shortened("M1.5,2.0 L2.5,2.0 L2.25,0.99 Z"));
        assertEquals("m0 0q1 1 2 0m1 1", SvgPath.shortened("M0.001,0 Q1,1 2,0 M3,1"));
        assertEquals("m1 1l2 0zm1 1", SvgPath.shortened("M1,1 L3,1 Z M2,2"));
    }

    private static long pixels(BufferedImage image, Color color) {
        int[] all = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        return Arrays.stream(all).filter(rgb -> rgb == color.getRGB()).count();
    }
}
