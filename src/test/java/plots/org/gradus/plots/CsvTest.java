package org.gradus.plots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CsvTest {

    @Test
    void holdsExactlyWhatIsDrawn() {
        Curve adam = new Curve("adam", IntStream.rangeClosed(1, 6).mapToObj(i -> Curves.run(i, i / 8.0)).toList());
        Curve quoted = Curves.of("a \"b\", c", Curves.run(1e-7));
        FigureModel model = new ConvergenceFigure("", "step", "loss", false, List.of(adam, quoted)).model();
        assertEquals("""
                series,x,median,lower,upper
                adam,0,3.5,2,5
                adam,1,0.4375,0.25,0.625
                "a ""b"", c",0,1E-7,1E-7,1E-7
                """, model.body().csv());
    }

    @Test
    void numbersAreShort() {
        assertEquals("0", Csv.number(0));
        assertEquals("600", Csv.number(600));
        assertEquals("0.1", Csv.number(0.1));
        assertEquals("2E+22", Csv.number(2e22));
        assertEquals("0.30000000000000004", Csv.number(0.1 + 0.2));
    }

    @Property(tries = 300)
    void numbersReadBackAsTheSameDouble(@ForAll long bits) {
        double value = Double.longBitsToDouble(bits);
        if (Double.isFinite(value)) {
            String text = Csv.number(value);
            assertTrue(Double.parseDouble(text) == value, text);
        }
    }
}
