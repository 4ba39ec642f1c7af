package org.gradus.experiments.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.gradus.optim.option.InvalidInput;
import org.junit.jupiter.api.Test;

class RangeTest {
    @Provide
    static Arbitrary<Interval> intervals() {
        return Combinators.combine(Arbitraries.of(Scale.values()), Arbitraries.doubles().between(-6, 3),
                Arbitraries.doubles().between(0.05, 5)).as((scale, from, width) -> switch (scale) {
                    case LOG -> new Interval(Math.pow(10, from), Math.pow(10, from + width), scale);
                    case LINEAR -> new Interval(from, from + width, scale);
                    case DECAY -> new Interval(1 - Math.pow(10, -(from + 6) / 3),
                            1 - Math.pow(10, -(from + 6) / 3 - width), scale);
                });
    }

    @Property(tries = 300)
    void valuesLieInsideInOrderAndAreWrittenWithFewDigits(@ForAll("intervals") Interval range,
            @ForAll @DoubleRange(min = 0, max = 1) double a, @ForAll @DoubleRange(min = 0, max = 1) double b) {
        double low = range.at(Math.min(a, b));
        double high = range.at(Math.max(a, b));
        assertTrue(range.low() <= low && low <= high && high <= range.high(), low + " and " + high + " in " + range);
        boolean end = low == range.low() || low == range.high();
        double counted = range.scale() == Scale.DECAY ? BigDecimal.ONE.subtract(BigDecimal.valueOf(low)).doubleValue() : low;
        assertTrue(end || digits(counted) <= 3, low + " of " + range);
    }

    private static int digits(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().precision();
    }

    @Property(tries = 200)
    void whatIsWrittenIsReadBack(@ForAll("intervals") Interval range) {
        assertEquals(range, Range.parse(range.write()));
    }

    @Property(tries = 200)
    void sharesAndValuesAreInverse(@ForAll("intervals") Interval range,
            @ForAll @DoubleRange(min = 0, max = 1) double share) {
        double width = range.scale().position(range.high()) - range.scale().position(range.low());
        // Three digits are as fine as half a percent of the value.
        double fineness = range.scale() == Scale.LINEAR ? 0.005 * Math.max(Math.abs(range.low()), Math.abs(range.high()))
                : 0.006;
        assertEquals(share, range.share(range.at(share)), fineness / width + 1e-9, range.toString());
    }

    @Test
    void scalesAreLogarithmicUnlessAnEndIsNotPositive() {
        assertEquals(new Interval(1e-4, 1, Scale.LOG), Range.parse("1e-4..1"));
        assertEquals(new Interval(0, 0.9, Scale.LINEAR), Range.parse(" 0 .. 0.9 "));
        assertEquals(new Interval(1, 3, Scale.LINEAR), Range.parse("1..3:linear"));
        assertEquals(new Interval(0, 0.99, Scale.DECAY), Range.parse("0..0.99:decay"));
        assertEquals("1e-4..1", Range.parse("0.0001..1").toString());
        assertEquals("1..3:linear", Range.parse("1..3:linear").toString());
    }

    @Test
    void decayRatesAreEvenInTheirDistanceFromOne() {
        Interval range = new Interval(0, 0.999, Scale.DECAY);
        assertEquals(List.of(0.0, 0.9, 0.99, 0.999), List.of(range.at(0), range.at(1 / 3.0), range.at(2 / 3.0),
                range.at(1)));
    }

    @Test
    void listsStandWithAndWithoutBrackets() {
        assertEquals(new Listed(List.of(0.1, 0.2, 1.0)), Range.parse(List.of(0.1, 0.2, 1)));
        assertEquals(new Listed(List.of(0.1, 0.2, 1.0)), Range.parse("0.1,0.2,1"));
        assertEquals(new Listed(List.of("i", "ii")), Range.parse("[i, ii]"));
        assertEquals("[1e-4, 2]", Range.parse("0.0001,2").toString());
    }

    @Test
    void nonsenseIsSaidInOneLine() {
        Map<Object, String> complaints = Map.ofEntries(Map.entry("1..0.1", "below its high end 0.1"),
                Map.entry("1..1", "below its high end"), Map.entry("0..1:log", "above 0"), Map.entry("-1..1:log", "above 0"),
                Map.entry("0.9..1:decay", "below 1"), Map.entry("a..1", "'a' in the range"),
                        Map.entry("1..", "'' in the range"),
                Map.entry("1..2:lineal", "did you mean 'linear'?"), Map.entry("NaN..1", "the low end"),
                Map.entry("1..Infinity", "the high end"), Map.entry("3", "low..high"), Map.entry(3, "low..high"),
                Map.entry(List.of(2, 1), "increasing"), Map.entry(List.of(1, 1), "distinct"),
                        Map.entry(List.of(), "at least one"),
                Map.entry("a,", "given"),
                Map.entry("[1,2", "low..high"), Map.entry(List.of(1, "a"), "of numbers or of words"),
                Map.entry(List.of(List.of(1)), "of numbers or of words"));
        complaints.forEach((spec, expected) -> {
            String message = assertThrows(InvalidInput.class, () -> Range.parse(spec), "" + spec).getMessage();
            assertTrue(message.contains(expected) && message.lines().count() == 1, spec + ": " + message);
        });
    }
}
