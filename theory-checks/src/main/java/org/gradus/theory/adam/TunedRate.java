package org.gradus.theory.adam;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.theory.About;
import org.gradus.theory.Checker;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** Where the lower bound of order d ends: a running second moment at a tuned rate. */
final class TunedRate implements Claim<Diagonal> {
    private static final int CAP = 5000;
    private static final double DECAY = 0.9999;

    /** The fewest steps over a grid of rates, and the first rate that needs them. */
    record Best(long steps, double alpha) {}

    @Override
    public About about() {
        return new About("adam-tuned", "Tuned Adam escapes the lower bound of adam-t3",
                "For a seeded second moment with beta2 = 0.9999 and alpha tuned over 2^1, 2^0.75, ..., 2^-14, the steps"
                        + " to 1e-6 are fewer than adam-t3's lower bound for the frozen method wherever that exceeds 200:"
                        + " order d is no law for all of Adam.",
                "observed here, beside the lower bound of order d in Das et al., arXiv 2402.07114", Provenance.OBSERVED,
                "Q diagonal, kappa = 1e4",
                "the bound of adam-t3 exceeds 200");
    }

    @Override
    public Class<Diagonal> instanceType() {
        return Diagonal.class;
    }

    @Override
    public Diagonal draw(long seed, int size) {
        return Diagonal.of(size, 1e4, seed);
    }

    @Override
    public Evidence evaluate(Diagonal p) {
        double bound = FrozenLowerBound.bound(p);
        if (!(bound > 200)) return Evidence.outside("the bound of adam-t3 exceeds 200, but is " + bound);
        return Evidence.of(Inequality.exact("steps of tuned Adam against the frozen bound",
                tuned(p, false, DECAY, 1e-6, CAP, 0.25).steps, bound));
    }

    /** The best of a grid of rates, {@code 2^1, 2^(1-step), ..., 2^-14}. */
    static Best tuned(Diagonal p, boolean corrected, double b, double eps, long cap, double step) {
        return tuned(p.objective(), p.start(), corrected, b, eps, cap, step);
    }

    static Best tuned(Objective objective, double[] start, boolean corrected, double b, double eps, long cap, double step) {
        Best best = new Best(cap, Double.NaN);
        for (double j = 1; j >= -14; j -= step) {
            double alpha = Math.pow(2, j);
            SquaredGradients run = corrected ? SquaredGradients.corrected(objective, start, alpha, b, 0)
                    : SquaredGradients.seeded(objective, start, alpha, b);
            // Only a rate that is faster than the best so far is followed to its end.
            long hit = run.hit(eps, best.steps - 1);
            if (hit >= 0) best = new Best(hit, alpha);
        }
        return best;
    }

    @Override
    public Control<Diagonal> control() {
        return Control.falseClaim("the same for the frozen method at its best rate", this, p -> {
            double bound = FrozenLowerBound.bound(p);
            if (!(bound > 200)) return Evidence.outside("the bound of adam-t3 exceeds 200");
            return Evidence.of(Inequality.exact("steps of frozen Adam against its bound",
                    FirstHit.of(p.weights(), p.frozenFactors(p.optimalFrozenRate()), Diagonal.EPS), bound));
        });
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("dimension d"), Axis.log("steps at the best rate, median of 5"));
        for (int d : new int[] {4, 16, 64}) {
            figure.line("seeded, beta2 = 0.9999", d, median(d, false, DECAY, 1e-6));
            figure.line("bias-corrected, beta2 = 0.999", d, median(d, true, 0.999, 1e-6));
        }
        return figure.caption("kappa = 1e4, to f <= 1e-6 f_0. How v starts changes the exponent: seeded grows like d^0.4,"
                + " bias-corrected about like d.");
    }

    private static double median(int d, boolean corrected, double b, double eps) {
        List<Long> hits = new ArrayList<>(Checker.parallel(5,
                s -> tuned(Diagonal.of(d, 1e4, s), corrected, b, eps, CAP, 0.25).steps));
        double[] sorted = hits.stream().mapToDouble(h -> h).sorted().toArray();
        return Arrays.stream(sorted).skip(2).findFirst().orElseThrow();
    }

    @Override
    public List<Integer> sizes() {
        return List.of(16, 64, 256);
    }

    @Override
    public int draws() {
        return 30;
    }
}
