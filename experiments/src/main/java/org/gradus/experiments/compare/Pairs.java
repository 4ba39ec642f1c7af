package org.gradus.experiments.compare;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.gradus.experiments.result.RunResult;

/**
 * What two contestants came to under equal conditions, seed by seed. A run that diverged is worse than every finished one:
 * it has the infinite value of the bad side.
 *
 * @param contestant        its measure at the end, one a pair
 * @param baseline          that of what it is compared with, from the same seeds
 * @param withoutContestant seeds from which it has no result, so that there is no pair
 * @param withoutBaseline   seeds from which the baseline has none
 */
public record Pairs(double[] contestant, double[] baseline, List<Long> withoutContestant, List<Long> withoutBaseline) {
    /** @param seeds of the spec */
    static Pairs of(List<Long> seeds, List<RunResult> contestant, List<RunResult> baseline, String metric) {
        Map<Long, Double> ours = ends(contestant, metric);
        Map<Long, Double> theirs = ends(baseline, metric);
        List<Long> both = seeds.stream().filter(s -> ours.containsKey(s) && theirs.containsKey(s)).toList();
        return new Pairs(both.stream().mapToDouble(ours::get).toArray(), both.stream().mapToDouble(theirs::get).toArray(),
                seeds.stream().filter(s -> !ours.containsKey(s)).toList(),
                seeds.stream().filter(s -> !theirs.containsKey(s)).toList());
    }

    private static Map<Long, Double> ends(List<RunResult> runs, String metric) {
        double worst = greaterIsBetter(metric) ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        Map<Long, Double> ends = new LinkedHashMap<>();
        for (RunResult run : runs) {
            double end = run.end(metric);
            if (run.diverged()) ends.put(run.seed(), worst);
            else if (measures(run, metric)) ends.put(run.seed(), Double.isFinite(end) ? end : worst);
        }
        return ends;
    }

    private static boolean measures(RunResult run, String metric) {
        return metric.equals(RunResult.LOSS) || run.metrics().containsKey(metric);
    }

    private static boolean greaterIsBetter(String metric) {
        return metric.endsWith("Accuracy");
    }

    public int size() {
        return contestant.length;
    }

    public int contestantDiverged() {
        return infinite(contestant);
    }

    public int baselineDiverged() {
        return infinite(baseline);
    }

    private static int infinite(double[] values) {
        return (int) Arrays.stream(values).filter(Double::isInfinite).count();
    }

    /** Whether everything has a logarithm. */
    boolean positive() {
        return Arrays.stream(contestant).allMatch(v -> v > 0) && Arrays.stream(baseline).allMatch(v -> v > 0);
    }

    /** Whether both come to the same from every seed, one of them at least to a number: no chance to test against. */
    boolean withoutChance() {
        return size() > 1 && equal(contestant) && equal(baseline)
                && (Double.isFinite(contestant[0]) || Double.isFinite(baseline[0]));
    }

    private static boolean equal(double[] values) {
        return Arrays.stream(values).allMatch(v -> v == values[0]);
    }

    /** The largest finite magnitude on the scale. */
    double magnitude(Scale scale) {
        return DoubleStream.concat(Arrays.stream(contestant), Arrays.stream(baseline)).map(scale::of).map(Math::abs)
                .filter(Double::isFinite).max().orElse(0);
    }

    /** Contestant less baseline on the scale; 0 where both diverged. */
    double[] differences(Scale scale) {
        return IntStream.range(0, size()).mapToDouble(i ->
                contestant[i] == baseline[i] ? 0 : scale.of(contestant[i]) - scale.of(baseline[i])).toArray();
    }
}
