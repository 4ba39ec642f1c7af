package org.gradus.theory.localsgd;

import static org.gradus.theory.Inequality.exact;

import java.util.List;
import java.util.SplittableRandom;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Provenance;

/** Proposition 2. */
final class BestOuterRate implements Claim<BestOuterRate.Terms> {
    private static final int GRID = 2000;

    /** The observed terms of the data-dependent guarantee. */
    record Terms(double a, double b, double c) {}

    @Override
    public About about() {
        return new About("local-sgd-prop2", "The best outer rate from observed terms",
                "a/x + b x + c |1-x| is smallest at sqrt(a/(b+c)) if a >= b + c, at sqrt(a/(b-c)) if b > c and a <= b -"
                        + " c, at 1 otherwise.",
                "Khaled et al., arXiv 2509.10439, Proposition 2", Provenance.PAPER, "a, b, c >= 0, not all 0",
                "a finite minimizer: b + c > 0");
    }

    @Override
    public Class<Terms> instanceType() {
        return Terms.class;
    }

    @Override
    public Terms draw(long seed, int size) {
        SplittableRandom random = new SplittableRandom(1000 * size + seed);
        return new Terms(Math.pow(10, 4 * random.nextDouble() - 2), Math.pow(10, 2 * random.nextDouble() - 1),
                random.nextInt(4) == 0 ? 0 : Math.pow(10, 2 * random.nextDouble() - 1));
    }

    @Override
    public Evidence evaluate(Terms t) {
        return t.b + t.c == 0 ? Evidence.outside("a finite minimizer: b + c > 0, but b = c = 0")
                : against(t, OuterRate.best(t.a, t.b, t.c));
    }

    private static Evidence against(Terms t, double x) {
        double brute = Double.POSITIVE_INFINITY;
        for (int i = -GRID; i <= GRID; i++) brute = Math.min(brute,
                OuterRate.value(t.a, t.b, t.c, Math.pow(10, 3.0 * i / GRID)));
        double value = OuterRate.value(t.a, t.b, t.c, x);
        return Evidence.of(exact("value at the minimizer <= best of a grid", value, brute * (1 + 1e-14)),
                exact("best of a grid <= value at the minimizer, but for its resolution", brute, value * (1 + 1e-4)));
    }

    @Override
    public Control<Terms> control() {
        return Control.falseClaim("the minimizer is sqrt(a/(b+c)) always", this,
                t -> against(t, Math.sqrt(t.a / (t.b + t.c))));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("a, the optimization term"), Axis.log("best outer rate"));
        for (double c : new double[] {0, 0.5, 1, 2}) {
            for (double a = 0.01; a <= 100; a *= 1.1) figure.line("b = 1, c = " + c, a, OuterRate.best(a, 1, c));
        }
        return figure.caption("Early on (large a) the rate is above 1, late (noise dominates) below 1, and 1 on a range"
                + " that grows with c.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1);
    }

    @Override
    public int draws() {
        return 200;
    }

    @Override
    public int smallest() {
        return 1;
    }
}
