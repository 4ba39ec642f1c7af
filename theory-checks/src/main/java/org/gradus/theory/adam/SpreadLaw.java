package org.gradus.theory.adam;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Draws;
import org.gradus.theory.Evidence;
import org.gradus.theory.Expectation;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Provenance;

/** The exact law of kappa_A, from which high-probability statements about T1 and T2 follow. */
final class SpreadLaw implements Claim<SpreadLaw.Sample> {
    private static final double[] P = {0.5, 0.2, 0.1, 0.05};

    /** Starts with the seeds {@code firstSeed, firstSeed + 1, ...}. */
    record Sample(int dimension, int starts, long firstSeed) {}

    @Override
    public About about() {
        return new About("adam-t1-law", "The law of kappa_A",
                "For e_0i uniform on [-D, D], P(kappa_A > t) = 1 - (1 - 1/t)^(d-1): so P(kappa_A > d/p) <= p, the median"
                        + " is 1/(1 - 2^(-1/(d-1))), about d/ln 2, and the mean is infinite.",
                "order statistics of uniform variables; in the reading of arXiv 2402.07114 that gives min(d, kappa)",
                Provenance.DERIVED, "independent initial errors, uniform on an interval about 0");
    }

    @Override
    public Class<Sample> instanceType() {
        return Sample.class;
    }

    @Override
    public Sample draw(long seed, int size) {
        return new Sample(size, 4000, 1_000_000 + 4000 * seed);
    }

    @Override
    public Evidence evaluate(Sample sample) {
        return against(sample, seed -> Draws.uniform(sample.dimension, seed));
    }

    private static Evidence against(Sample sample, LongFunction<double[]> start) {
        List<Expectation> shares = new ArrayList<>();
        double[] spreads = spreads(sample, start);
        for (double p : P) {
            double t = sample.dimension / p;
            int count = 0;
            for (double spread : spreads) count += spread > t ? 1 : 0;
            shares.add(Expectation.shareEqual("P(kappa_A > d/" + p + ") by the law", count, spreads.length,
                    tail(t, sample.dimension)));
            shares.add(Expectation.shareAtMost("P(kappa_A > d/" + p + ") <= " + p, count, spreads.length, p));
        }
        return Evidence.of(shares);
    }

    /** {@code P(kappa_A > t)}. */
    static double tail(double t, int d) {
        return -Math.expm1((d - 1) * Math.log1p(-1 / t));
    }

    static double[] spreads(Sample sample, LongFunction<double[]> start) {
        double[] spreads = new double[sample.starts];
        for (int i = 0; i < spreads.length; i++) {
            double[] e = start.apply(sample.firstSeed + i);
            double smallest = Double.POSITIVE_INFINITY;
            double largest = 0;
            for (double x : e) {
                smallest = Math.min(smallest, Math.abs(x));
                largest = Math.max(largest, Math.abs(x));
            }
            spreads[i] = largest / smallest;
        }
        return spreads;
    }

    @Override
    public Control<Sample> control() {
        return Control.falseClaim("the law of uniform errors for errors that are normal", this,
                sample -> against(sample, seed -> Draws.gaussian(sample.dimension, seed)));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("t / d"), Axis.log("P(kappa_A > t)"));
        for (int d : new int[] {8, 32, 128}) {
            Sample sample = draw(0, d);
            double[] spreads = spreads(sample, seed -> Draws.uniform(d, seed));
            for (double t = 1; t <= 128; t *= Math.sqrt(2)) {
                int count = 0;
                for (double spread : spreads) count += spread > t * d ? 1 : 0;
                if (count > 0) figure.point("measured, d = " + d, t, (double) count / spreads.length);
                if (d == 32) figure.dashed("law, d = 32", t, tail(t * d, d));
            }
        }
        return figure.caption("The tail falls like d/t, too slowly for a mean: medians over seeds mean something,"
                + " averages do not.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(8, 32, 128);
    }

    @Override
    public int draws() {
        return 12;
    }
}
