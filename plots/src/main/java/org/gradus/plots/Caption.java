package org.gradus.plots;

import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.OptionalDouble;

/** The sentence under a figure: what line and band are, over how many seeds, and what was done to the data. */
final class Caption {

    private Caption() {}

    static String of(List<Curve> curves, boolean leavesFrame, boolean leftOut, OptionalDouble floor) {
        StringBuilder text = new StringBuilder(seeds(curves.stream().mapToInt(c -> c.runs().size()).summaryStatistics()));
        int diverged = curves.stream().mapToInt(Curve::diverged).sum();
        if (diverged > 0) {
            text.append(diverged == 1 ? " 1 diverged run counts" : " " + diverged + " diverged runs count")
                    .append(" up to the last finite value.");
        }
        if (leavesFrame) {
            text.append(" The axis is scaled to the other runs; diverging values leave the frame.");
        }
        if (leftOut) {
            text.append(" Points at x ≤ 0, which a log axis has no place for, are left out.");
        }
        appendFloor(text, floor);
        return text.toString();
    }

    static String ofScaling(List<Sensitivity> curves, OptionalDouble floor) {
        IntSummaryStatistics n = runs(curves);
        StringBuilder text = new StringBuilder(n.getMax() == 1 ? "One value each, without an interval."
                : "Median and 20-80 % interval, n = " + span(n) + " seeds.");
        text.append(" Dashed: least squares through the medians in log-log coordinates, ± the 95 % interval of the slope.");
        if (curves.stream().anyMatch(c -> c.diverged() > 0)) {
            text.append(' ').append(curves.get(0).lost().runs())
                    .append(" count as infinitely large; infinite medians are not fitted.");
        }
        appendFloor(text, floor);
        if (floor.isPresent()) {
            text.append(" They are not fitted.");
        }
        return text.toString();
    }

    static String ofSensitivity(List<Sensitivity> curves, OptionalDouble floor) {
        IntSummaryStatistics n = runs(curves);
        StringBuilder text = new StringBuilder(n.getMax() == 1 ? "One value each, without a band." : seeds(n));
        if (curves.stream().anyMatch(c -> c.diverged() > 0)) {
            text.append(' ').append(curves.get(0).lost().runs())
                    .append(" count as infinitely large; such values leave the frame.");
        }
        appendFloor(text, floor);
        return text.toString();
    }

    static String ofSpread(List<Spread> spreads, OptionalDouble floor) {
        IntSummaryStatistics n = spreads.stream().mapToInt(Spread::runs).summaryStatistics();
        StringBuilder text = new StringBuilder("A dot a seed, n = " + span(n)
                + "; the large marker is the median, the bar the 20-80 % range.");
        if (spreads.stream().anyMatch(s -> s.diverged() > 0)) {
            text.append(" Diverged runs count as infinitely large and have no dot.");
        }
        appendFloor(text, floor);
        return text.toString();
    }

    static void appendFloor(StringBuilder text, OptionalDouble floor) {
        floor.ifPresent(value -> text.append(" Values below ").append(Tick.power(value))
                .append(", zero and negative ones included, are drawn there."));
    }

    private static String seeds(IntSummaryStatistics n) {
        if (n.getMax() == 1) {
            return "Single runs without a band, n = 1 seed.";
        }
        return "Median and 20-80 % band, n = " + span(n) + " seeds.";
    }

    private static IntSummaryStatistics runs(List<Sensitivity> curves) {
        return curves.stream().flatMap(c -> c.outcomes().stream()).mapToInt(Sensitivity.Outcomes::runs).summaryStatistics();
    }

    static String span(IntSummaryStatistics n) {
        return n.getMin() == n.getMax() ? "" + n.getMin() : n.getMin() + " to " + n.getMax();
    }
}
