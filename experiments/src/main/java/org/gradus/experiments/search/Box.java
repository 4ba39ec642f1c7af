package org.gradus.experiments.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.math3.random.HaltonSequenceGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.gradus.optim.option.Require;

/** The options of one contestant with their ranges: what its candidates are drawn from. */
public record Box(Map<String, Range> ranges) {
    /** Bases that Halton's sequence has. */
    private static final int MOST_OPTIONS = 40;

    public Box {
        ranges = Collections.unmodifiableMap(new LinkedHashMap<>(ranges));
    }

    /**
     * So many places in the box, by the options' names; the same for equal arguments, and for boxes of equally many
     * options at the same shares of their ranges.
     *
     * @param round counts from 0; later rounds of random and Halton points go on where earlier ones ended
     */
    public List<Map<String, Object>> candidates(Method method, int points, long seed, int round) {
        if (ranges.isEmpty()) return List.of(Map.of());
        return switch (method) {
            case GRID -> grid(points, round);
            case RANDOM -> random(points, seed, round);
            case HALTON -> halton(points, round);
        };
    }

    /** What combinations leave of the points are Halton points: so every contestant has the same number. */
    private List<Map<String, Object>> grid(int points, int round) {
        List<Map<String, Object>> all = new ArrayList<>();
        new Lattice(List.copyOf(ranges.values()), points).shares().forEach(shares -> all.add(at(shares)));
        boolean finite = ranges.values().stream().allMatch(r -> r instanceof Listed);
        // All combinations of lists are all there is.
        if (!finite) all.addAll(halton(points - all.size(), round));
        return all;
    }

    private List<Map<String, Object>> halton(int points, int round) {
        Require.check(ranges.size() <= MOST_OPTIONS, "options tuned at once", "at most " + MOST_OPTIONS, ranges.size());
        HaltonSequenceGenerator sequence = new HaltonSequenceGenerator(ranges.size());
        List<Map<String, Object>> all = new ArrayList<>();
        // Place 0 of the sequence is a corner.
        for (int i = 0; i < points; i++) all.add(at(sequence.skipTo(1 + round * points + i)));
        return all;
    }

    private List<Map<String, Object>> random(int points, long seed, int round) {
        Well19937c random = new Well19937c(new int[] {(int) (seed >>> Integer.SIZE), (int) seed, round});
        List<Map<String, Object>> all = new ArrayList<>();
        for (int i = 0; i < points; i++) {
            double[] shares = new double[ranges.size()];
            Arrays.setAll(shares, j -> random.nextDouble());
            all.add(at(shares));
        }
        return all;
    }

    private Map<String, Object> at(double[] shares) {
        Map<String, Object> values = new LinkedHashMap<>();
        int i = 0;
        for (Map.Entry<String, Range> e : ranges.entrySet()) values.put(e.getKey(), e.getValue().at(shares[i++]));
        return values;
    }

    /**
     * Where the search goes on: around the best, a third as wide; as wide as now, and so half outside, for options in which
     * the best lies at an edge. Lists are done with: their best value stays.
     *
     * @param bounds  all that has been searched
     * @param outward options in which the best lies at an edge
     */
    public Box around(Map<String, Object> best, Box bounds, Set<String> outward) {
        Map<String, Range> next = new LinkedHashMap<>();
        ranges.forEach((name, range) -> {
            if (!(range instanceof Interval interval)) {
                next.put(name, new Listed(List.of(best.get(name))));
                return;
            }
            Interval all = (Interval) bounds.ranges.get(name);
            // A whole number may have been rounded to beyond an end.
            double value = Math.max(all.low(), Math.min(all.high(), ((Number) best.get(name)).doubleValue()));
            next.put(name, outward.contains(name) ? interval.movedTo(value) : interval.around(value, all));
        });
        return new Box(next);
    }

    /** The smallest box that has both in it; of lists, this box's. */
    public Box and(Box other) {
        Map<String, Range> all = new LinkedHashMap<>();
        ranges.forEach((name, range) -> all.put(name, range instanceof Interval i
                ? i.and((Interval) other.ranges.get(name)) : range));
        return new Box(all);
    }

    /** With another range for one option. */
    public Box with(String name, Range range) {
        Map<String, Range> changed = new LinkedHashMap<>(ranges);
        changed.put(name, range);
        return new Box(changed);
    }
}
