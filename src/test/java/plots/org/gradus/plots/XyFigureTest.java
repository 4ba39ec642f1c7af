package org.gradus.plots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class XyFigureTest {
    private static XyFigure.Series line(String name, double[] x, double[] y) {
        return new XyFigure.Series(name, XyFigure.Mark.LINE, x, y);
    }

    @Test
    void isWellFormedXmlWhateverTheTextSays() throws Exception {
        String svg = new XyFigure("<x> & \"y\"", true, "a < b", false,
                List.of(line("p & q < r", new double[] {1, 10}, new double[] {0, 1}))).svg();
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        assertTrue(svg.contains("p &amp; q &lt; r"));
    }

    @Test
    void leavesOutWhatAnAxisCannotShow() {
        String svg = new XyFigure("x", true, "y", true, List.of(line("l", new double[] {1, 2, 3, 4, 5},
                new double[] {1, 0, Double.NaN, Double.POSITIVE_INFINITY, 100}))).svg();
        assertFalse(svg.contains("NaN") || svg.contains("Infinity"), svg);
        assertTrue(Pattern.compile("d=\"M[0-9. ]+M[0-9. ]+\"").matcher(svg).find(), "two points that are not connected");
    }

    @Test
    void drawsNothingAndASingleValue() {
        for (double[] values : new double[][] {{}, {3}, {Double.NaN}}) {
            String svg = new XyFigure("x", false, "y", true, List.of(line("l", values, values))).svg();
            assertFalse(svg.contains("NaN"), svg);
        }
    }

    @Test
    void measuredAndClaimedShareAColour() {
        double[] v = {1, 2};
        String svg = new XyFigure("x", false, "y", false, List.of(line("d = 4, measured", v, v),
                new XyFigure.Series("d = 4, bound", XyFigure.Mark.DASHED, v, v), line("GD, rate 1", v, v),
                line("GD, rate 2", v, v))).svg();
        Matcher stroke = Pattern.compile("stroke=\"([^\"]+)\" fill=\"none\" stroke-linecap").matcher(svg);
        List<String> colours = stroke.results().map(r -> r.group(1)).toList();
        assertEquals(colours.get(0), colours.get(2));
        assertFalse(colours.get(4).equals(colours.get(6)), colours.toString());
    }
}
