package org.gradus.theory.tailopt;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.gradus.optim.option.Require;
import org.gradus.theory.Checker;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;

/** Tuned methods against each other on {@link Synthetic}: the medians of their final gaps, over equal noise. */
abstract class MedianClaim implements Claim<MedianClaim.Runs> {
    private final List<String> noises;
    private final int runs;

    /** @param noises that draws go through */
    MedianClaim(List<String> noises, int runs) {
        this.noises = noises;
        this.runs = runs;
    }

    /** A noise, and runs of seeds {@code seed, seed + 1, ...}. */
    record Runs(String noise, int runs, long seed) {
        Runs {
            Require.check(runs >= 1, "runs", "at least 1", runs);
        }

        /** The median gaps of methods. */
        Map<String, Double> medians(Stream<String> methods) {
            List<String> names = methods.distinct().toList();
            double[][] gaps = Synthetic.gaps(noise, names.stream().map(m -> Tuned.of(noise, m)).toList(), runs, seed);
            Map<String, Double> medians = new HashMap<>();
            for (int m = 0; m < gaps.length; m++) medians.put(names.get(m), Synthetic.median(gaps[m]));
            return medians;
        }
    }

    /** {@code median(method) <= factor median(than)}. */
    record Versus(String method, double factor, String than) {}

    abstract List<Versus> claimed();

    /** What is false. */
    abstract Versus denied();

    @Override
    public Class<Runs> instanceType() {
        return Runs.class;
    }

    @Override
    public Runs draw(long seed, int size) {
        return new Runs(noises.get((int) Math.floorMod(seed, noises.size())), size, 1000 * seed);
    }

    @Override
    public Evidence evaluate(Runs runs) {
        return against(runs, claimed());
    }

    private static Evidence against(Runs runs, List<Versus> all) {
        Map<String, Double> medians = runs.medians(all.stream().flatMap(v -> Stream.of(v.method, v.than)));
        return Evidence.of(all.stream().map(v -> Inequality.exact(
                String.format(Locale.ROOT, "%s <= %.3g %s, %s", v.method, v.factor, v.than, runs.noise),
                medians.get(v.method), v.factor * medians.get(v.than))).toList());
    }

    @Override
    public Control<Runs> control() {
        Versus v = denied();
        return Control.falseClaim("the median gap of " + v.method + " is at most " + v.factor + " times that of " + v.than,
                this, runs -> against(runs, List.of(v)));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("round"), Axis.log("median of F - F*"));
        String noise = noises.get(0);
        List<Tuned> methods = shown().stream().map(m -> Tuned.of(noise, m)).toList();
        double[][][] runs = Checker.parallel(5, i -> Synthetic.curves(noise, methods, 77 + i)).toArray(double[][][]::new);
        for (int m = 0; m < methods.size(); m++) {
            for (int round = 1; round <= Synthetic.ROUNDS; round = round * 5 / 4 + 1) {
                int method = m;
                int at = round - 1;
                figure.line(methods.get(m).method(), round,
                        Synthetic.median(Arrays.stream(runs).mapToDouble(run -> run[method][at]).toArray()));
            }
        }
        return figure.caption("Noise " + noise + ", five runs: every method with its tuned options.");
    }

    /** The methods of the figure. */
    abstract List<String> shown();

    @Override
    public List<Integer> sizes() {
        return List.of(runs);
    }

    @Override
    public int draws() {
        return noises.size();
    }

    @Override
    public int smallest() {
        return runs;
    }
}
