package org.gradus.plots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BandTest {

    private static final double NAN = Double.NaN;

    @Test
    void quantilesInterpolateBetweenOrderStatistics() {
        double[] three = {1, 2, 10}; // position of p is 2 p
        assertEquals(1.4, Quantile.of(three, 0.2), 1e-15);
        assertEquals(2, Quantile.of(three, 0.5), 0);
        assertEquals(0.4 * 2 + 0.6 * 10, Quantile.of(three, 0.8), 1e-14);
        double[] four = {0, 1, 2, 6}; // position of p is 3 p
        assertEquals(0.6, Quantile.of(four, 0.2), 1e-15);
        assertEquals(1.5, Quantile.of(four, 0.5), 1e-15);
        assertEquals(0.6 * 2 + 0.4 * 6, Quantile.of(four, 0.8), 1e-14);
        assertEquals(0, Quantile.of(four, 0), 0);
        assertEquals(6, Quantile.of(four, 1), 0);
    }

    @Test
    void oneSeedCollapsesTheBand() {
        Band band = Band.over(List.of(Curves.run(3, 2, 1)), 200);
        assertTrue(band.isCollapsed());
        assertEquals(List.of(
                new Band.Point(0, 3, 3, 3), new Band.Point(1, 2, 2, 2), new Band.Point(2, 1, 1, 1)), band.points());
    }

    @Test
    void aRunCarriesItsLastValueToTheCommonGrid() {
        Run even = new Run(new double[] {0, 2, 4}, new double[] {8, 6, 4}, false);
        Run odd = new Run(new double[] {1, 3}, new double[] {2, 0}, false);
        List<Band.Point> points = Band.over(List.of(even, odd), 200).points();
        assertEquals(List.of(0.0, 1.0, 2.0, 3.0, 4.0), points.stream().map(Band.Point::x).toList());
        // At 0 the second run has not begun; at 4 it has ended and carries its 0 on.
        assertEquals(List.of(8.0, 5.0, 4.0, 3.0, 2.0), points.stream().map(Band.Point::median).toList());
        assertEquals(0.8 * 2 + 0.2 * 8, points.get(1).lower(), 1e-15);
        assertEquals(0.2 * 2 + 0.8 * 8, points.get(1).upper(), 1e-15);
    }

    @Test
    void aDivergedRunEndsAtItsLastFiniteValue() {
        Run diverged = Curves.run(5, 7, NAN, 9);
        assertTrue(diverged.diverged());
        assertEquals(2, diverged.x().length);
        List<Band.Point> points = Band.over(List.of(diverged, Curves.run(1, 1, 1, 1)), 200).points();
        assertEquals(4, points.get(1).median(), 0);
        assertEquals(1, points.get(2).median(), 0);
        assertTrue(Band.over(List.of(Curves.run(NAN, 1)), 200).points().isEmpty());
    }

    @Test
    void aLongGridIsThinnedToMeasuredPoints() {
        Run run = Curves.noisy("adam", 1e-3, 8, 1).runs().get(0);
        List<Band.Point> points = Band.over(List.of(run), 200).points();
        assertEquals(200, points.size());
        assertEquals(0, points.get(0).x(), 0);
        assertEquals(600, points.get(199).x(), 0);
        assertTrue(points.stream().allMatch(p -> p.median() == run.y()[(int) p.x()]));
    }

    @Property(tries = 100)
    void lowerMedianAndUpperAreOrderedAndWithinTheRuns(
            @ForAll @Size(min = 1, max = 7) List<@DoubleRange(min = -1e6, max = 1e6) Double> values) {
        Band.Point p = Band.over(values.stream().map(Curves::run).toList(), 2).points().get(0);
        double[] sorted = values.stream().mapToDouble(v -> v).sorted().toArray();
        double slack = 1e-9; // rounding of the interpolation
        assertTrue(sorted[0] <= p.lower() + slack && p.lower() <= p.median() + slack);
        assertTrue(p.median() <= p.upper() + slack && p.upper() <= sorted[sorted.length - 1] + slack);
    }

    @Test
    void arraysAreCopiedBothWays() {
        double[] y = {1, 2};
        Run run = Curves.run(y);
        y[0] = 9;
        run.y()[1] = 9;
        assertTrue(Arrays.equals(new double[] {1, 2}, run.y()));
        assertFalse(run.diverged());
    }

    @Test
    void xMustIncrease() {
        assertThrows(IllegalArgumentException.class, () -> new Run(new double[] {0, 0}, new double[2], false));
        assertThrows(IllegalArgumentException.class, () -> new Run(new double[] {0}, new double[2], false));
    }
}
