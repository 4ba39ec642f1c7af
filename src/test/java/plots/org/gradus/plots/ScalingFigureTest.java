package org.gradus.plots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.gradus.plots.Sensitivity.Outcomes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScalingFigureTest {

    @TempDir
    Path directory;

    private static Sensitivity at(String name, double[] x, double... y) {
        return new Sensitivity(name, IntStream.range(0, x.length)
                .mapToObj(i -> new Outcomes(x[i], new double[] {y[i]}, 0)).toList());
    }

    private static FigureModel model(Sensitivity... curves) {
        return new ScalingFigure("", "d", "steps", List.of(curves)).model();
    }

    private static List<Band.Point> points(double[] x, double[] y) {
        return IntStream.range(0, x.length).mapToObj(i -> new Band.Point(x[i], y[i], y[i], y[i])).toList();
    }

    /** Quantiles of R's qt(0.975, n). */
    @Test
    void studentsQuantilesAreThoseOfTables() {
        assertEquals(12.706204736432095, PowerLaw.student(1), 1e-8);
        assertEquals(4.302652729911275, PowerLaw.student(2), 1e-9);
        assertEquals(3.182446305284263, PowerLaw.student(3), 1e-9);
        assertEquals(2.228138851964939, PowerLaw.student(10), 1e-9);
        assertEquals(2.042272456301238, PowerLaw.student(30), 1e-9);
    }

    /** By hand: log y is 0, 1, 1, 2 at log x of 0, 1, 2, 3: slope 0.6, residuals' squares 0.2, spread of x 5. */
    @Test
    void slopeAndIntervalAreThoseOfLeastSquares() {
        double[] x = Arrays.stream(new double[] {0, 1, 2, 3}).map(Math::exp).toArray();
        double[] y = Arrays.stream(new double[] {0, 1, 1, 2}).map(Math::exp).toArray();
        PowerLaw law = PowerLaw.fit(points(x, y)).orElseThrow();
        assertEquals(0.6, law.slope(), 1e-14);
        assertEquals(0.1, law.intercept(), 1e-14);
        assertEquals(4.302652729911275 * Math.sqrt(0.2 / 2 / 5), law.margin(), 1e-9);
        assertEquals("slope 0.60 ± 0.61", law.label());
    }

    @Test
    void theLegendHasTheSlope() {
        double[] x = {4, 16, 64};
        assertEquals("gd: slope 0.50 ± 0.00", model(at("gd", x, 2, 4, 8)).body().legend().get(0).label());
        assertEquals("gd: slope 0.50", model(at("gd", new double[] {4, 16}, 2, 4)).body().legend().get(0).label());
        assertEquals("gd", model(at("gd", new double[] {4}, 2)).body().legend().get(0).label());
        assertEquals("slope 0.517 ± 0.014", new PowerLaw(0.5171, 0, 0.0142).label());
        assertEquals("slope 0.52 ± 0.03", new PowerLaw(0.5171, 0, 0.0342).label());
        assertEquals("slope -1.20 ± 1.40", new PowerLaw(-1.2, 0, 1.4).label());
    }

    @Test
    void theFittedLineIsDrawnFromEndToEndAndListed() {
        String csv = model(at("gd", new double[] {4, 16, 64}, 2, 4, 8)).body().csv();
        assertTrue(csv.startsWith("series,x,median,lower,upper\ngd fit,4,"), csv);
        assertTrue(csv.contains("\ngd,64,8,8,8\n"), csv);
    }

    /** What diverged and what a log axis cannot show would otherwise bend the law. */
    @Test
    void onlyFinitePositiveMediansAreFitted() {
        Sensitivity curve = new Sensitivity("gd", List.of(new Outcomes(1, new double[] {1}, 0),
                new Outcomes(4, new double[] {2}, 0), new Outcomes(16, new double[] {4}, 0),
                new Outcomes(64, new double[] {0}, 0), new Outcomes(256, new double[0], 3)));
        FigureModel model = model(curve);
        assertEquals("gd (3 of 7 runs diverged): slope 0.50 ± 0.00", model.body().legend().get(0).label());
        assertTrue(model.caption().contains("not fitted"), model.caption());
    }

    @Test
    void canBeDrawnAndBadInputIsRefused() throws IOException {
        new ScalingFigure("t", "d", "steps", List.of(at("a", new double[] {1e-300, 1e300}, 1e300, 1e-300),
                at("b", new double[] {1}, 0))).write(directory, "scaling");
        assertThrows(IllegalArgumentException.class, () -> model(at("a", new double[] {0, 1}, 1, 1)));
        assertThrows(IllegalArgumentException.class, () -> model());
    }
}
