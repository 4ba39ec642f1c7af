package org.gradus.plots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FigureModelTest {

    @Test
    void captionNamesLineBandAndSeeds() {
        assertEquals("Median and 20-80 % band, n = 3 seeds.", Curves.four().model().caption());
        assertEquals("Median and 20-80 % band, n = 1 to 2 seeds.",
                model(true, Curves.of("a", Curves.run(1, 2)), Curves.of("b", Curves.run(1, 2), Curves.run(2, 3))).caption());
        assertEquals("Single runs without a band, n = 1 seed.", model(true, Curves.of("a", Curves.run(1, 2))).caption());
    }

    @Test
    void divergedRunsAreCountedInLegendAndCaption() {
        Run exploding = Curves.run(2, 1e3, 1e30, Double.POSITIVE_INFINITY);
        FigureModel model = model(true, Curves.of("adam", Curves.run(2, 1, 0.5, 0.3), Curves.run(2, 1, 0.4, 0.2), exploding));
        assertEquals("adam (n=3, 1 diverged)", model.body().legend().get(0).label());
        assertTrue(model.caption().contains("1 diverged run counts up to the last finite value."), model.caption());
        assertTrue(model.caption().contains("leave the frame"), model.caption());
        assertEquals(2, model.y().range().high(), 0, "the runs that did not diverge set the scale");
    }

    @Test
    void allRunsDivergedFromTheStartStillGiveAFigure() {
        FigureModel model = model(true, Curves.of("sgd", Curves.run(Double.NaN), Curves.run(Double.NaN)));
        assertEquals("sgd (n=2, 2 diverged)", model.body().legend().get(0).label());
        assertTrue(model.body().legend().get(0).band().points().isEmpty());
    }

    @Test
    void aLogAxisFloorsWhatItCannotShowAndSaysSo() {
        FigureModel model = model(true, Curves.of("adam", Curves.run(1, 2e-3, 0, -5)));
        assertEquals(OptionalDouble.of(1e-3), model.y().floor());
        assertEquals(List.of(1.0, 2e-3, 1e-3, 1e-3),
                model.body().legend().get(0).band().points().stream().map(Band.Point::median).toList());
        assertTrue(model.caption().contains("Values below 10⁻³, zero and negative ones included, are drawn there."));
        assertEquals(new Tick(1e-3, "≤ 10⁻³"), model.y().ticks().get(0));
    }

    @Test
    void valuesBelowFloat64sResolutionOfTheLargestAreFlooredToo() {
        assertEquals(OptionalDouble.of(1e-17), model(true, Curves.of("adam", Curves.run(1, 1e-200))).y().floor());
    }

    @Test
    void nothingIsFlooredWithoutNeed() {
        assertTrue(model(true, Curves.of("adam", Curves.run(1, 1e-12))).y().floor().isEmpty());
        FigureModel linear = model(false, Curves.of("adam", Curves.run(1, -1)));
        assertTrue(linear.y().floor().isEmpty());
        assertEquals(new Range(-1, 1), linear.y().range());
    }

    @Test
    void rangesCoverBandsAndNeverCollapse() {
        FigureModel model = Curves.four().model();
        assertEquals(new Range(0, 600), model.x().range());
        for (Lines.Series series : model.body().legend()) {
            assertTrue(series.band().points().stream().allMatch(
                    p -> model.y().range().contains(p.lower()) && model.y().range().contains(p.upper())));
            assertFalse(series.band().isCollapsed());
        }
        assertEquals(new Range(0.5, 2), model(true, Curves.of("a", Curves.run(1, 1))).y().range());
    }

    @Test
    void logTicksArePowersOfTenOrFinerWhereThoseAreFew() {
        assertEquals(List.of("10⁻³", "10⁻²", "10⁻¹", "10⁰"), labels(Tick.log(new Range(8e-4, 3))));
        assertEquals(List.of("10⁻¹²", "10⁻⁹", "10⁻⁶", "10⁻³", "10⁰", "10³", "10⁶"), labels(Tick.log(new Range(1e-13, 1e7))));
        assertEquals(List.of("0.5", "1", "2"), labels(Tick.log(new Range(0.4, 3))));
        assertEquals(List.of("1.3", "1.4", "1.5", "1.6", "1.7", "1.8"), labels(Tick.log(new Range(1.25, 1.85))));
    }

    @Test
    void linearTicksAreRoundAndShareAnExponent() {
        assertEquals(List.of("0", "100", "200", "300", "400", "500", "600"), labels(Tick.linear(new Range(0, 600))));
        assertEquals(List.of("0", "0.5·10⁶", "1·10⁶", "1.5·10⁶", "2·10⁶"), labels(Tick.linear(new Range(0, 2e6))));
        assertEquals(List.of("-0.3", "-0.2", "-0.1", "0", "0.1", "0.2", "0.3"), labels(Tick.linear(new Range(-0.3, 0.3))));
    }

    @Test
    void twoCurvesOfOneNameAreRefused() {
        Curve adam = Curves.of("adam", Curves.run(1));
        assertThrows(IllegalArgumentException.class, () -> model(true, adam, adam));
    }

    @Test
    void aLogXAxisLeavesOutStepZeroAndSaysSo() {
        FigureModel model = new ConvergenceFigure(
                "", "bytes", "loss", true, true, List.of(Curves.of("a", Curves.run(3, 2, 1)))).model();
        assertEquals(new Range(1, 2), model.x().range());
        assertTrue(model.caption().contains("left out"), model.caption());
        assertFalse(Curves.four().model().caption().contains("left out"));
    }

    /** Evenly by place in the list, a log axis would have its left half drawn from two points. */
    @Test
    void onALogAxisTheThinnedGridIsEvenThere() {
        Run run = new Run(IntStream.rangeClosed(1, 10_000).asDoubleStream().toArray(), new double[10_000], false);
        List<Band.Point> points = Band.over(List.of(run), 120, true).points();
        assertEquals(1, points.get(0).x());
        assertEquals(10_000, points.get(points.size() - 1).x());
        long left = points.stream().filter(p -> p.x() <= 100).count();
        assertTrue(left > 30 && left < 61, left + " of " + points.size());
    }

    private static FigureModel model(boolean logY, Curve... curves) {
        return new ConvergenceFigure("", "step", "loss", logY, List.of(curves)).model();
    }

    private static List<String> labels(List<Tick> ticks) {
        return ticks.stream().map(Tick::label).toList();
    }
}
