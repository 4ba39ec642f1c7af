package org.gradus.optim.schedule;

import java.util.stream.IntStream;
import org.gradus.optim.option.Require;

/**
 * The two areas of a learning-rate curve in the annealing scaling law {@code L(s) = L0 + A S1(s)^-alpha - C S2(s)} of
 * Tissue, Wang and Wang, arXiv 2408.11029: the forward area S1, how far training has gone, and the annealing area S2,
 * how much the rate has come down. Both in units of the rate; a constant rate has S2 = 0, a rising one a negative S2.
 *
 * <p>Steps are update numbers from 0, and {@code s1(s)} includes update s:
 * {@code S1(s) = sum_{i<=s} eta[i]}, {@code S2(s) = sum_{i<=s} sum_{1<=k<=i} (eta[k-1] - eta[k]) lambda^(i-k)}.
 * The double sum is computed in one pass: {@code m = lambda m + eta[i-1] - eta[i]; S2 += m}.
 */
public final class AnnealingAreas {
    /** The paper's lambda, the share of an annealing step's effect that is left one update later. */
    public static final double LAMBDA = 0.999;

    private final double[] forward;
    private final double[] annealing;

    private AnnealingAreas(double[] forward, double[] annealing) {
        this.forward = forward;
        this.annealing = annealing;
    }

    /**
     * The areas of the rates {@code eta[0], eta[1], ...}.
     *
     * @param lambda in [0, 1), usually {@link #LAMBDA}
     */
    public static AnnealingAreas of(double[] eta, double lambda) {
        Require.decayRate("lambda", lambda);
        double[] forward = new double[eta.length];
        double[] annealing = new double[eta.length];
        double s1 = 0;
        double s2 = 0;
        double momentum = 0;
        for (int i = 0; i < eta.length; i++) {
            Require.finite("eta[" + i + "]", eta[i]);
            if (i > 0) momentum = lambda * momentum + eta[i - 1] - eta[i];
            s1 += eta[i];
            s2 += momentum;
            forward[i] = s1;
            annealing[i] = s2;
        }
        return new AnnealingAreas(forward, annealing);
    }

    /**
     * The areas of a schedule's first updates.
     *
     * @param warmupAtPeak count the updates of a warm-up at the constant peak, as the law's authors do, so that they
     *     add to S1 in full and take nothing from S2; false for the rates as they are
     */
    public static AnnealingAreas of(Schedule schedule, int steps, double lambda, boolean warmupAtPeak) {
        Require.check(steps >= 0, "steps", "a number of updates >= 0", steps);
        return of(IntStream.range(0, steps).mapToDouble(t -> warmupAtPeak && schedule instanceof WarmedUp w
                && t < w.warmup() ? w.peak() : schedule.at(t)).toArray(), lambda);
    }

    /** The updates covered: steps 0 to {@code steps() - 1}. */
    public int steps() {
        return forward.length;
    }

    /** S1, the forward area up to and with this step. */
    public double s1(int step) {
        return forward[at(step)];
    }

    /** S2, the annealing area up to and with this step. */
    public double s2(int step) {
        return annealing[at(step)];
    }

    private int at(int step) {
        Require.check(step >= 0 && step < steps(), "step", "from 0 to " + (steps() - 1), step);
        return step;
    }
}
