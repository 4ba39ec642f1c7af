package org.gradus.plots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class SvgTest {

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    @Test
    void isAnImageWithATitleWhateverTheTextSays() throws Exception {
        String name = "<x> & \"y\" \u0001";
        Curve curve = Curves.of("a<b", Curves.run(2, 1));
        String drawn = new ConvergenceFigure(name, "step", "loss", true, List.of(curve)).svg();
        Element svg = parsed(drawn).getDocumentElement();
        assertEquals("0 0 800 500", svg.getAttribute("viewBox"));
        assertEquals("img", svg.getAttribute("role"));
        assertEquals("<x> & \"y\"", svg.getElementsByTagName("title").item(0).getTextContent().trim());
    }

    @Test
    void everySeriesHasALineABandAndItsNameAsText() throws Exception {
        ConvergenceFigure figure = Curves.four();
        String svg = figure.svg();
        NodeList texts = parsed(svg).getElementsByTagName("text");
        List<String> words = new ArrayList<>();
        for (int i = 0; i < texts.getLength(); i++) words.add(texts.item(i).getTextContent());
        for (Lines.Series series : figure.model().body().legend()) {
            String hex = String.format("#%06x", series.style().color().getRGB() & 0xFFFFFF);
            assertTrue(svg.contains("fill=\"none\" stroke=\"" + hex), "line of " + series.name());
            assertTrue(svg.contains("fill=\"" + hex + "\" fill-opacity=\"0.18\""), "band of " + series.name());
            assertTrue(words.contains(series.label()), words.toString());
        }
    }

    /** Long runs of many optimizers, as in a report of many figures. */
    @Test
    void tenCurvesOfAHundredThousandPointsStaySmall() {
        double[] x = new double[100_000];
        List<Curve> curves = new ArrayList<>();
        for (int i = 0; i < x.length; i++) x[i] = i;
        for (int c = 0; c < 10; c++) {
            List<Run> runs = new ArrayList<>();
            for (int seed = 0; seed < 3; seed++) {
                double[] y = new double[x.length];
                for (int i = 0; i < x.length; i++) y[i] = Math.exp(-c * i / 1e5 + 0.3 * Math.sin(i * (1.7 + seed) + c));
                runs.add(new Run(x, y, false));
            }
            curves.add(new Curve("optimizer " + c, runs));
        }
        int size = new ConvergenceFigure("", "step", "loss", true, curves).svg().length();
        assertTrue(size < 60_000, size + " characters");
    }

    /** Ids are global to a page: with any, the second figure would use the first one's clip. */
    @Test
    void hasNoIdsToCollide() {
        String svg = Curves.four().svg();
        assertFalse(svg.contains(" id=") || svg.contains("url(") || svg.contains("class=") || svg.contains("<style"));
    }

    @Test
    void whatLeavesTheFrameIsClipped() throws Exception {
        ConvergenceFigure figure = new ConvergenceFigure("", "step", "loss", true,
                List.of(Curves.of("sgd", Curves.run(1, 2, 1e30, Double.NaN), Curves.run(1, 0.5, 0.2, 0.1))));
        Document document = parsed(figure.svg());
        int inner = 0;
        NodeList paths = document.getElementsByTagName("path");
        for (int i = 0; i < paths.getLength(); i++) {
            if (paths.item(i).getParentNode() != document.getDocumentElement()) inner++;
        }
        assertTrue(inner >= 2, "the line and its band are inside a viewport of their own");
    }

    @Test
    void pathsKeepTheirPlacesInRelativeCoordinates() {
        Path2D path = new Path2D.Double();
        path.moveTo(1.5, 2);
        path.lineTo(2.5, 2);
        path.lineTo(2.25, 0.99);
        path.closePath();
        path.moveTo(2, 2);
        path.quadTo(3, 3, 4, 2);
        path.moveTo(5, 5);
        // 2.25 is drawn at 2.3, and what follows is relative to that; after z to where the part began.
        assertEquals("m1.5 2l1 0-.2-1zm.5 0q1 1 2 0m1 3", SvgPath.of(path, new AffineTransform()));
        assertEquals("m11.5 2l1 0-.2-1zm.5 0q1 1 2 0m1 3", SvgPath.of(path, AffineTransform.getTranslateInstance(10, 0)));
    }
}
