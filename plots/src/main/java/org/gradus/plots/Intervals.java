package org.gradus.plots;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The intervals that cells around some values take on an axis: they meet halfway between neighbours. */
record Intervals(double[] values, double[] bounds, boolean log) {

    private static final int MOST_TICKS = 9;

    static Intervals around(double[] places, boolean log) {
        double[] values = Arrays.stream(places).distinct().sorted().toArray();
        double[] at = Arrays.stream(values).map(v -> log ? Math.log10(v) : v).toArray();
        int n = at.length;
        double[] bounds = new double[n + 1];
        for (int i = 1; i < n; i++) {
            bounds[i] = at[i - 1] + (at[i] - at[i - 1]) / 2;
        }
        // The outer cells reach as far out as in; a lone one takes half a unit of the scale each way.
        bounds[0] = n > 1 ? 2 * at[0] - bounds[1] : at[0] - 0.5;
        bounds[n] = n > 1 ? 2 * at[n - 1] - bounds[n - 1] : at[0] + 0.5;
        return new Intervals(values,
                Arrays.stream(bounds).map(v -> log ? Range.positive(Math.pow(10, v)) : v).toArray(), log);
    }

    Range of(double value) {
        int i = Arrays.binarySearch(values, value);
        return new Range(bounds[i], bounds[i + 1]);
    }

    /** The axis over all intervals, with ticks at the values themselves, every so many of them where they are many. */
    Axis axis(String label) {
        int stride = (values.length + MOST_TICKS - 1) / MOST_TICKS;
        List<Tick> ticks = IntStream.range(0, values.length).filter(i -> i % stride == 0)
                .mapToObj(i -> new Tick(values[i], Tick.text(values[i]))).toList();
        return Axis.of(label, log, new Range(bounds[0], bounds[values.length])).withTicks(ticks);
    }
}
