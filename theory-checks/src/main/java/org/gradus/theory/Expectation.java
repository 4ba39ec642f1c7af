package org.gradus.theory;

import java.util.Arrays;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * A comparison about an expectation, judged from a sample.
 *
 * @param left the sample's mean, or share
 * @param right the bound, or the value that is claimed
 * @param standardError of {@code left}
 * @param pValue the probability of a sample this far beyond the bound if the claim is true; {@link Holm} compares the
 *     p-values of all draws of a claim together
 * @param equality whether any deviation counts, not only one above the bound
 * @param blind whether the sample is too small to notice a bound, other than 0, that is wrong by a factor of 2
 */
public record Expectation(String name, double left, double right, double standardError, double pValue, boolean equality,
        boolean blind)
        implements Comparison {
    /** Standard errors that stand for certainty: a deviation this large has probability 3e-5 on one side. */
    private static final double CERTAIN = 4;

    /** {@code E X <= bound}, by Student's t test. */
    public static Expectation atMost(String name, double[] sample, double bound) {
        return mean(name, sample, bound, false);
    }

    /** {@code E X = value}, by Student's t test on both sides. */
    public static Expectation equal(String name, double[] sample, double value) {
        return mean(name, sample, value, true);
    }

    /** {@code P(event) <= bound}, by the exact binomial test. */
    public static Expectation shareAtMost(String name, int count, int n, double bound) {
        return share(name, count, n, bound, binomial(n, bound).cumulativeAbove(count), false);
    }

    /** {@code P(event) >= bound}; the sides are shown as shares of the opposite event. */
    public static Expectation shareAtLeast(String name, int count, int n, double bound) {
        return shareAtMost(name, n - count, n, 1 - bound);
    }

    /** {@code P(event) = value}, by the exact binomial test on both sides. */
    public static Expectation shareEqual(String name, int count, int n, double value) {
        Tails tails = binomial(n, value);
        return share(name, count, n, value, 2 * Math.min(tails.cumulativeAbove(count), tails.cumulativeBelow(count)), true);
    }

    private static Expectation mean(String name, double[] sample, double bound, boolean bothSides) {
        SummaryStatistics statistics = new SummaryStatistics();
        Arrays.stream(sample).forEach(statistics::addValue);
        double mean = statistics.getMean();
        int n = sample.length;
        if (n < 2 || !Double.isFinite(mean)) return new Expectation(name, mean, bound, Double.NaN, Double.NaN, bothSides,
                true);
        double error = statistics.getStandardDeviation() / Math.sqrt(n);
        double rounding = n * Math.ulp(Math.max(Math.abs(bound), Math.abs(mean)));
        double excess = bothSides ? Math.abs(mean - bound) : mean - bound;
        double p;
        if (excess <= rounding) p = 1;
        else if (error == 0) p = 0;
        else p = (bothSides ? 2 : 1) * new TDistribution(n - 1).cumulativeProbability(-excess / error);
        return new Expectation(name, mean, bound, error, Math.min(1, p), bothSides,
                bound != 0 && mean <= bound && CERTAIN * error > Math.abs(bound));
    }

    private static Expectation share(String name, int count, int n, double bound, double p, boolean equality) {
        double error = Math.sqrt(bound * (1 - bound) / n);
        return new Expectation(name, (double) count / n, bound, error, Math.min(1, p), equality, CERTAIN * error > bound);
    }

    private static Tails binomial(int n, double probability) {
        return new Tails(new BinomialDistribution(null, n, probability));
    }

    private record Tails(BinomialDistribution of) {
        /** {@code P(X >= count)}. */
        double cumulativeAbove(int count) {
            return 1 - of.cumulativeProbability(count - 1);
        }

        double cumulativeBelow(int count) {
            return of.cumulativeProbability(count);
        }
    }

    boolean isConclusive() {
        return !Double.isNaN(pValue) && !blind;
    }

    @Override
    public double tightness() {
        if (equality) return left == right ? 0 : Math.abs(left - right) / (CERTAIN * standardError);
        return left <= 0 ? 0 : left / right;
    }
}
