package org.gradus.experiments.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.gradus.optim.option.InvalidInput;
import org.junit.jupiter.api.Test;

class BoxTest {
    @Provide
    static Arbitrary<Interval> intervals() {
        return RangeTest.intervals();
    }

    private static Box box(List<? extends Range> ranges) {
        Map<String, Range> named = new LinkedHashMap<>();
        for (int i = 0; i < ranges.size(); i++) named.put("o" + i, ranges.get(i));
        return new Box(named);
    }

    @Property(tries = 100)
    void everyMethodGivesExactlySoManyPlacesInsideTheBoxWhateverTheNumberOfOptions(
            @ForAll @Size(min = 1, max = 5) List<@From("intervals") Interval> ranges, @ForAll Method method,
            @ForAll @IntRange(min = 32, max = 100) int points, @ForAll @IntRange(max = 3) int round) {
        Box box = box(ranges);
        List<Map<String, Object>> candidates = box.candidates(method, points, 11, round);
        assertEquals(points, candidates.size());
        assertEquals(candidates, box.candidates(method, points, 11, round));
        for (Map<String, Object> candidate : candidates) {
            for (int i = 0; i < ranges.size(); i++) {
                double value = (double) candidate.get("o" + i);
                assertTrue(ranges.get(i).low() <= value && value <= ranges.get(i).high(), value + " in " + ranges.get(i));
            }
        }
    }

    @Property(tries = 100)
    void theNextBoxIsAThirdAsWideAroundTheBestWithinTheBoundsOrReachesOverAnEdge(@ForAll("intervals") Interval range,
            @ForAll @DoubleRange(min = 0, max = 1) double share, @ForAll boolean outward) {
        Box box = box(List.of(range));
        double best = range.at(share);
        Interval next = (Interval) box.around(Map.of("o0", best), box, outward ? Set.of("o0") : Set.of()).ranges().get("o0");
        assertTrue(next.low() <= best && best <= next.high(), best + " in " + next);
        double rounding = range.scale() == Scale.LINEAR
                ? 0.01 * Math.max(Math.abs(range.low()), Math.abs(range.high())) : 0.012;
        double width = range.scale().position(range.high()) - range.scale().position(range.low());
        double nextWidth = range.scale().position(next.high()) - range.scale().position(next.low());
        if (outward) {
            assertTrue(nextWidth >= Math.min(width, width - 3 * rounding), next + " after " + range);
        } else {
            assertTrue(next.low() >= range.low() && next.high() <= range.high(), next + " in " + range);
            assertTrue(nextWidth <= width / 3 + 3 * rounding || next.equals(range), next + " after " + range);
        }
        Box both = box.and(box(List.of(next)));
        Interval hull = (Interval) both.ranges().get("o0");
        assertEquals(Math.min(range.low(), next.low()), hull.low());
        assertEquals(Math.max(range.high(), next.high()), hull.high());
    }

    @Test
    void gridsAreProductsFilledUp() {
        Interval lr = new Interval(1e-4, 1, Scale.LOG);
        Box one = box(List.of(lr));
        assertEquals(List.of(1e-4, 2.15e-4, 4.64e-4, 1e-3), one.candidates(Method.GRID, 13, 0, 0).stream().limit(4)
                .map(c -> c.get("o0")).toList());
        Box two = box(List.of(lr, new Interval(0, 0.9, Scale.LINEAR)));
        List<Map<String, Object>> grid = two.candidates(Method.GRID, 13, 0, 0);
        // 4 x 3 and one of Halton's.
        assertEquals(Map.of("o0", 1e-4, "o1", 0.45), grid.get(1));
        assertEquals(Map.of("o0", 1.0, "o1", 0.9), grid.get(11));
        assertEquals(Map.of("o0", 0.01, "o1", 0.6), grid.get(12));
    }

    @Test
    void listsAreTriedInFullAndThenStayAtTheirBest() {
        Box box = box(List.of(new Listed(List.of("i", "ii")), new Interval(0, 1, Scale.LINEAR)));
        List<Map<String, Object>> grid = box.candidates(Method.GRID, 6, 0, 0);
        assertEquals(List.of("i", "i", "i", "ii", "ii", "ii"), grid.stream().map(c -> c.get("o0")).toList());
        Box next = box.around(Map.of("o0", "ii", "o1", 0.5), box, Set.of());
        assertEquals(Set.of("ii"), new HashSet<>(next.candidates(Method.HALTON, 9, 0, 1).stream().map(c -> c.get("o0"))
                .toList()));
        Box rates = box(List.of(new Listed(List.of(0.1, 0.2, 0.5))));
        assertEquals(List.of(0.1, 0.2, 0.5), rates.candidates(Method.GRID, 13, 0, 0).stream().map(c -> c.get("o0")).toList(),
                "all there is, not the same again");
    }

    @Test
    void tooFewPointsForAGridAreRefused() {
        Box box = box(List.of(new Interval(0, 1, Scale.LINEAR), new Interval(0, 1, Scale.LINEAR),
                new Listed(List.of("a", "b", "c"))));
        String message = assertThrows(InvalidInput.class, () -> box.candidates(Method.GRID, 11, 0, 0)).getMessage();
        assertTrue(message.contains("points must be at least 12 for a grid over 3 options"), message);
        List<Range> many = new ArrayList<>();
        for (int i = 0; i < 40; i++) many.add(new Interval(0, 1, Scale.LINEAR));
        assertThrows(InvalidInput.class, () -> box(many).candidates(Method.GRID, 10_000, 0, 0));
    }

    @Test
    void randomPointsDependOnSeedAndRoundHaltonPointsGoOn() {
        Box box = box(List.of(new Interval(0, 1, Scale.LINEAR), new Interval(0, 1, Scale.LINEAR)));
        assertNotEquals(box.candidates(Method.RANDOM, 9, 1, 0), box.candidates(Method.RANDOM, 9, 2, 0));
        assertNotEquals(box.candidates(Method.RANDOM, 9, 1, 0), box.candidates(Method.RANDOM, 9, 1, 1));
        List<Map<String, Object>> halves = new ArrayList<>(box.candidates(Method.HALTON, 9, 0, 0));
        halves.addAll(box.candidates(Method.HALTON, 9, 0, 1));
        assertEquals(box.candidates(Method.HALTON, 18, 0, 0), halves);
        assertEquals(18, new HashSet<>(halves).size());
    }

    @Test
    void moreOptionsThanHaltonHasBasesForAreRefused() {
        List<Range> many = new ArrayList<>();
        for (int i = 0; i < 41; i++) many.add(new Interval(0, 1, Scale.LINEAR));
        assertThrows(InvalidInput.class, () -> box(many).candidates(Method.HALTON, 5, 0, 0));
    }
}
