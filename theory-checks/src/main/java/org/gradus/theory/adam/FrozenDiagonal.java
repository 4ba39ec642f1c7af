package org.gradus.theory.adam;

import static org.gradus.theory.Inequality.atMost;
import static org.gradus.theory.Inequality.equal;

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

/** T1: on a diagonal Hessian the eigenvalues cancel from frozen Adam. */
final class FrozenDiagonal implements Claim<Diagonal> {
    private static final int STEPS = 200;

    @Override
    public About about() {
        return new About("adam-t1", "Frozen Adam on a diagonal Hessian",
                "With e_i -= alpha g_i / |g_0i| the path does not depend on Q; alpha = min|e_0i| gives f_k <= (1 -"
                        + " 1/kappa_A)^(2k) f_0, so K = ceil(kappa_A ln(1/eps) / 2) steps suffice, and the best alpha"
                        + " gives the rate (kappa_A - 1)/(kappa_A + 1).",
                "Das et al., arXiv 2402.07114 (diagonal Hessians); frozen method: arXiv 2402.16788", Provenance.DERIVED,
                "Q diagonal and positive", "no coordinate starts at its minimum");
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
        double spread = p.spread();
        long enough = (long) Math.ceil(spread * Math.log(1 / Diagonal.EPS) / 2);
        double[] best = p.frozenFactors(p.optimalFrozenRate());
        double bestRate = (spread - 1) / (spread + 1);
        return Evidence.of(
                equal("x_k is the same for every Q", distanceOfPaths(p), 0, 1e-12 * p.largestError()),
                withRate("f_k <= (1 - 1/kappa_A)^(2k) f_0", p, 1 - 1 / spread),
                atMost("f_K <= eps f_0", FirstHit.at(p.weights(), p.frozenFactors(p.smallestError()), enough),
                        Diagonal.EPS * FirstHit.at(p.weights(), best, 0), 8 * enough + 8L * p.dimension()),
                atMost("f_K <= ((kappa_A-1)/(kappa_A+1))^(2K) f_0 at the best alpha", FirstHit.at(p.weights(), best, enough),
                        Math.pow(bestRate * bestRate, enough) * FirstHit.at(p.weights(), best, 0), 16 * enough
                                + 8L * p.dimension()));
    }

    private static Inequality withRate(String name, Diagonal p, double rate) {
        SquaredGradients run = SquaredGradients.seeded(p.objective(), p.start(), p.smallestError(), 1);
        for (int k = 0; k < STEPS; k++) run.step();
        return atMost(name, run.value(), Math.pow(rate * rate, STEPS) * p.value(), 16L * STEPS + 8L * p.dimension());
    }

    /** Against a problem with the same start and the eigenvalues in reverse, squared. */
    private static double distanceOfPaths(Diagonal p) {
        double[] other = p.eigenvalues().clone();
        for (int i = 0; i < other.length; i++) other[i] = Math.pow(p.eigenvalues()[other.length - 1 - i], 2);
        SquaredGradients a = SquaredGradients.seeded(p.objective(), p.start(), p.smallestError(), 1);
        SquaredGradients b = SquaredGradients.seeded(new Diagonal(other, p.start()).objective(), p.start(),
                p.smallestError(), 1);
        double distance = 0;
        for (int k = 0; k < STEPS; k++) {
            a.step();
            b.step();
            for (int i = 0; i < other.length; i++) distance = Math.max(distance, Math.abs(a.error()[i] - b.error()[i]));
        }
        return distance;
    }

    @Override
    public Control<Diagonal> control() {
        return Control.falseClaim("twice the rate: f_k <= (1 - 2/kappa_A)^(2k) f_0", this,
                p -> Evidence.of(withRate("f_k <= (1 - 2/kappa_A)^(2k) f_0", p, Math.max(0, 1 - 2 / p.spread()))));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("dimension d"), Axis.log("steps to f <= 1e-6 f_0, median of 101"));
        for (double kappa : new double[] {1e2, 1e4, 1e6}) {
            for (int d : new int[] {4, 16, 64, 256}) {
                figure.line("GD, kappa 1e" + (int) Math.log10(kappa), d, median(d, kappa, false));
            }
        }
        for (int d : new int[] {4, 16, 64, 256}) {
            figure.line("frozen Adam, every kappa", d, median(d, 1e4, true));
            figure.dashed("frozen Adam, median of kappa_A ln(1/eps)/2", d,
                    Math.log(1e6) / 2 / (1 - Math.pow(2, -1.0 / (d - 1))));
        }
        return figure.caption("Gradient descent pays for the condition number, frozen Adam for the dimension: min(d,"
                + " kappa).");
    }

    private static double median(int d, double kappa, boolean frozen) {
        double[] steps = new double[101];
        Arrays.setAll(steps, s -> {
            Diagonal p = Diagonal.of(d, kappa, s);
            double[] factors = frozen ? p.frozenFactors(p.smallestError()) : p.gradientFactors(p.optimalGradientRate());
            return FirstHit.of(p.weights(), factors, Diagonal.EPS);
        });
        Arrays.sort(steps);
        return steps[50];
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
