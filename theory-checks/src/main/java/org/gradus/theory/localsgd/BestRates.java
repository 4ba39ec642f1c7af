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

/** Proposition 1: the four candidates are all there is. */
final class BestRates implements Claim<RatePlan.Coefficients> {
    private static final int GRID = 4000;
    /** How much the grid's best may lie above the minimum. */
    private static final double RESOLUTION = 1e-3;

    @Override
    public About about() {
        return new About("local-sgd-prop1", "The best pair of inner and outer rates",
                "The minimum of A/(eta gamma) + B eta + C (gamma-1)_+ eta + E eta^2 under eta L (1 + (gamma-1)_+ H) <= s"
                        + " is at gamma = 1, on the condition, inside it, or the limit eta to 0: no other pair of rates"
                        + " has a smaller bound.",
                "Khaled et al., arXiv 2509.10439, Proposition 1, completed by the last two cases", Provenance.DERIVED,
                "A > 0; B, C, E >= 0");
    }

    @Override
    public Class<RatePlan.Coefficients> instanceType() {
        return RatePlan.Coefficients.class;
    }

    /** The size is H. */
    @Override
    public RatePlan.Coefficients draw(long seed, int size) {
        SplittableRandom random = new SplittableRandom(seed);
        return new RatePlan.Coefficients(power(random, -4, 0), power(random, -2, 1), power(random, -2, 1),
                power(random, -1, 3), 1, size, 0.25);
    }

    private static double power(SplittableRandom random, double low, double high) {
        return Math.pow(10, low + (high - low) * random.nextDouble());
    }

    @Override
    public Evidence evaluate(RatePlan.Coefficients k) {
        double best = RatePlan.of(k).best().value();
        double brute = bruteForce(k);
        return Evidence.of(exact("best candidate <= best of a grid", best, brute * (1 + 1e-9)),
                exact("best of a grid <= best candidate, but for its resolution", brute, best * (1 + RESOLUTION)));
    }

    /** Over eta on a log grid, and for each the best product {@code p >= eta} that the condition allows. */
    private static double bruteForce(RatePlan.Coefficients k) {
        double most = k.limit() / k.smoothness();
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i <= GRID; i++) {
            double eta = most * Math.pow(10, -8.0 * i / GRID);
            double largest = (k.limit() / k.smoothness() - eta) / k.localSteps() + eta;
            for (double p : new double[] {eta, largest, Math.min(largest, Math.max(eta, Math.sqrt(k.a() / k.c())))}) {
                best = Math.min(best, k.value(eta, p / eta));
            }
        }
        return best;
    }

    @Override
    public Control<RatePlan.Coefficients> control() {
        return Control.falseClaim("the candidates gamma = 1 and on the condition are enough", this, k -> {
            double best = RatePlan.of(k).candidates().stream().filter(c -> !c.name().equals("C"))
                    .mapToDouble(RatePlan.Candidate::value)
                    .min().orElseThrow();
            return Evidence.of(exact("best of A and B <= best of a grid", best, bruteForce(k) * (1 + 1e-9)));
        });
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("gradient noise sigma"), Axis.log("best outer rate gamma"));
        for (int nodes : new int[] {2, 8, 32}) {
            for (double sigma = 0.1; sigma < 2000; sigma *= Math.pow(10, 0.1)) {
                RatePlan.Candidate best = RatePlan.of(RatePlan.Coefficients.of(new Setting(1, sigma, 4.24, nodes, 32, 30),
                        0.25, false)).best();
                if (best.eta() > 0) figure.line("M = " + nodes, sigma, best.gamma());
            }
        }
        return figure.caption("L = 1, H = 32, R = 30, D = 4.24: with many nodes the best gamma rises with the noise, as"
                + " drift forces a small eta and gamma restores the step, and returns to 1 at last.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1, 2, 5, 10, 32);
    }

    @Override
    public int draws() {
        return 400;
    }

    @Override
    public int smallest() {
        return 1;
    }
}
