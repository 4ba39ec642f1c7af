package org.gradus.theory.adam;

import static org.gradus.theory.Inequality.exact;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** T3: the dependence on the dimension is real. */
final class FrozenLowerBound implements Claim<Diagonal> {
    /** Rates to try, in units of min|e_0i|; from 2 on the method diverges. */
    private static final double[] RATES = {0.5, 1, 1.5, 1.9, 1.99};

    @Override
    public About about() {
        return new About("adam-t3", "A lower bound for frozen Adam",
                "If the coordinate with the largest |e_0i| carries the share w of f_0, frozen Adam needs K >= (kappa_A -"
                        + " 2)/4 ln(w/eps) steps at every rate: of order d with constant probability.",
                "Das et al., arXiv 2402.07114 (a lower bound of order d); derived here for the frozen method",
                Provenance.DERIVED,
                "Q diagonal and positive", "kappa_A > 2", "w > eps");
    }

    @Override
    public Class<Diagonal> instanceType() {
        return Diagonal.class;
    }

    @Override
    public Diagonal draw(long seed, int size) {
        return Diagonal.of(size, seed);
    }

    @Override
    public Evidence evaluate(Diagonal p) {
        return against(p, 1);
    }

    private static Evidence against(Diagonal p, double factor) {
        if (p.spread() <= 2) return Evidence.outside("kappa_A > 2, but kappa_A = " + p.spread());
        if (!(share(p) > Diagonal.EPS)) return Evidence.outside("w > eps, but w = " + share(p));
        double bound = factor * bound(p);
        List<Inequality> all = new ArrayList<>();
        for (double rate : RATES) {
            all.add(exact("(kappa_A - 2)/4 ln(w/eps) <= K at alpha = " + rate + " min|e_0|", bound,
                    hit(p, rate * p.smallestError())));
        }
        all.add(exact("(kappa_A - 2)/4 ln(w/eps) <= K at the best alpha", bound, hit(p, p.optimalFrozenRate())));
        return Evidence.of(all);
    }

    static double bound(Diagonal p) {
        return (p.spread() - 2) / 4 * Math.log(share(p) / Diagonal.EPS);
    }

    /** K/bound at the rate where it is smallest. */
    static double smallestRatio(Diagonal p) {
        double fewest = hit(p, p.optimalFrozenRate());
        for (double rate : RATES) fewest = Math.min(fewest, hit(p, rate * p.smallestError()));
        return fewest / bound(p);
    }

    private static double share(Diagonal p) {
        double[] weights = p.weights();
        int at = 0;
        for (int i = 0; i < weights.length; i++) {
            if (Math.abs(p.start()[i]) > Math.abs(p.start()[at])) at = i;
        }
        return weights[at] / Arrays.stream(weights).sum();
    }

    private static long hit(Diagonal p, double alpha) {
        return FirstHit.of(p.weights(), p.frozenFactors(alpha), Diagonal.EPS);
    }

    @Override
    public Control<Diagonal> control() {
        return Control.falseClaim("twice the bound", this, p -> against(p, 2));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("lower bound (kappa_A - 2)/4 ln(w/eps)"),
                Axis.log("steps to f <= 1e-6 f_0"));
        for (int d : sizes()) {
            for (int s = 0; s < 42; s++) {
                Diagonal p = Diagonal.of(d, s);
                if (p.spread() > 2.1 && share(p) > 10 * Diagonal.EPS) {
                    figure.point("d = " + d + ", best of 6 rates", bound(p), smallestRatio(p) * bound(p));
                }
            }
        }
        for (double at : new double[] {1, 3000}) figure.dashed("equality", at, at);
        return figure.caption("No start beats the bound at any rate, and some come within a few per cent of it.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(4, 16, 64, 256);
    }

    @Override
    public int draws() {
        return 168;
    }
}
