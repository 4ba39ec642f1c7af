package org.gradus.theory.tailopt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.gradus.federated.problem.Disturbance;
import org.gradus.federated.problem.Quadratics;
import org.gradus.optim.option.Require;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** What the lower threshold of BiClip is good for. */
final class TunedThreshold implements Claim<TunedThreshold.Shares> {
    private static final double[] SHARES = {0.001, 0.01, 0.1};
    private static final int RUNS = 7;
    /** Rates at equal ratios; on the flat problem the best is between 1 and 20. */
    private static final double[] RATES = {1, 1.78, 3.16, 5.62, 10, 17.8};
    private static final double[] EXPONENTS = {0, -0.5, -0.8};
    private static final double[] UPPERS = {0.2, 1, 5, 25};

    /** Lower thresholds over upper ones, and the seed of noisy runs. */
    record Shares(double[] shares, long seed) {
        Shares {
            for (double share : shares) Require.check(share >= 0 && share <= 1, "share", "in [0, 1]", share);
        }
    }

    @Override
    public About about() {
        return new About("tailopt-c7", "The lower threshold helps where there is no noise",
                "Under stable noise of alpha = 1.5 a lower threshold of d = 0.001, 0.01 or 0.1 u changes the median gap of"
                        + " Avg-BiClip by less than 2%; without noise, on curvatures from 1e-4 to 1, the best gap over rates"
                        + " and u is at least 3 times as small as with d = 0.",
                "measured here on BiClip of Lee et al., arXiv 2502.04164", Provenance.OBSERVED,
                "20 coordinates, ten equal clients, z = 5, T = 300", "under noise: rate 1.778 t^(-1/2), u = 0.7");
    }

    @Override
    public Class<Shares> instanceType() {
        return Shares.class;
    }

    @Override
    public Shares draw(long seed, int size) {
        return new Shares(SHARES, 1000 * seed);
    }

    @Override
    public Evidence evaluate(Shares s) {
        double[] noisy = noisyMedians(DoubleStream.concat(DoubleStream.of(0), Arrays.stream(s.shares)).toArray(), s.seed);
        double without = quiet(0);
        List<Inequality> all = new ArrayList<>();
        for (int i = 0; i < s.shares.length; i++) {
            String at = ", d = " + s.shares[i] + " u";
            all.add(Inequality.close("median gap under noise" + at, noisy[i + 1], noisy[0], 0.02));
            all.add(Inequality.exact("3 times the best gap without noise" + at, 3 * quiet(s.shares[i]), without));
        }
        return Evidence.of(all);
    }

    private static double[] noisyMedians(double[] shares, long seed) {
        List<Tuned> methods = Arrays.stream(shares).mapToObj(share -> Tuned.biClip("sas1.5", 1.778, -0.5, 0.7, share))
                .toList();
        return Arrays.stream(Synthetic.gaps("sas1.5", methods, RUNS, seed)).mapToDouble(Synthetic::median).toArray();
    }

    /** The best final gap over rates, their exponents and upper thresholds. */
    private static double quiet(double share) {
        Quadratics problem = Synthetic.problem(1e-4, Disturbance.none());
        int each = EXPONENTS.length * UPPERS.length;
        return IntStream.range(0, RATES.length * each).parallel().mapToDouble(i -> {
            Tuned method = Tuned.biClip("none", RATES[i / each], EXPONENTS[i / UPPERS.length % EXPONENTS.length],
                    UPPERS[i % UPPERS.length], share);
            return Synthetic.curve(method, problem)[Synthetic.ROUNDS - 1];
        }).min().orElseThrow();
    }

    @Override
    public Control<Shares> control() {
        return Control.violation("the same for d = u, which leaves the sign alone", this,
                (seed, size) -> new Shares(new double[] {1}, seed));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("d/u"), Axis.log("F - F*"));
        double[] shares = {0, 0.001, 0.01, 0.1, 1};
        double[] noisy = noisyMedians(shares, 77);
        double without = quiet(0);
        for (int i = 1; i < shares.length; i++) {
            figure.line("stable noise, median", shares[i], noisy[i]).dashed("stable noise, d = 0", shares[i], noisy[0]);
            figure.line("no noise, best options", shares[i], quiet(shares[i])).dashed("no noise, d = 0", shares[i], without);
        }
        return figure.caption("Avg-BiClip; with noise on curvatures from 0.01, without on curvatures from 1e-4.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(20);
    }

    @Override
    public int draws() {
        return 1;
    }

    @Override
    public int smallest() {
        return 20;
    }
}
