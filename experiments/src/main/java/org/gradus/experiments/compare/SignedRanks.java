package org.gradus.experiments.compare;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.ranking.NaturalRanking;

/**
 * Wilcoxon's signed-rank test of paired differences, exact for any number of them: differences of 0 are left out, equal
 * magnitudes share their mean rank, and the distribution of the rank sum is that over all signs of these very ranks.
 * Infinite differences are the largest, equal among themselves. (The test of Commons Math goes through 2^n signs one by
 * one, counts differences of 0 as negative, and has p-values above 1.)
 *
 * <p>The estimate is Hodges' and Lehmann's, the median of the means of all pairs of differences; the interval lies
 * between two of these means (Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, 2014, section 3.2 and 3.3).
 */
final class SignedRanks {
    private SignedRanks() {}

    /** @param differences at least one */
    static Location of(double[] differences, double confidence) {
        double[] means = means(differences);
        double estimate = mean(means[(means.length - 1) / 2], means[means.length / 2]);
        double[] sums = distribution(IntStream.rangeClosed(1, differences.length).map(r -> 2 * r).toArray());
        int cut = cut(sums, (1 - confidence) / 2);
        double low = cut < 0 ? Double.NaN : means[cut];
        double high = cut < 0 ? Double.NaN : means[means.length - 1 - cut];
        return new Location(estimate, low, high, p(differences));
    }

    /** The smallest p-value that so many differences can have. */
    static double smallestP(int n) {
        return Math.min(1, Math.scalb(2.0, -n));
    }

    static double p(double[] differences) {
        double[] others = Arrays.stream(differences).filter(d -> d != 0).toArray();
        if (others.length == 0) return 1;
        double[] ranks = new NaturalRanking().rank(Arrays.stream(others).map(Math::abs).toArray());
        // Mean ranks are halves of whole numbers.
        int[] doubled = Arrays.stream(ranks).mapToInt(r -> (int) Math.round(2 * r)).toArray();
        int positive = IntStream.range(0, others.length).filter(i -> others[i] > 0).map(i -> doubled[i]).sum();
        double[] sums = distribution(doubled);
        double below = Arrays.stream(sums, 0, positive + 1).sum();
        double above = Arrays.stream(sums, positive, sums.length).sum();
        return Math.min(1, 2 * Math.min(below, above));
    }

    /** The probabilities of every sum of these numbers, each of them in it or not with probability 1/2. */
    private static double[] distribution(int[] numbers) {
        double[] sums = new double[Arrays.stream(numbers).sum() + 1];
        sums[0] = 1;
        int largest = 0;
        for (int number : numbers) {
            largest += number;
            for (int s = largest; s >= 0; s--) sums[s] = 0.5 * (sums[s] + (s >= number ? sums[s - number] : 0));
        }
        return sums;
    }

    /** The largest rank sum with at most this probability of itself or less; negative if there is none. */
    private static int cut(double[] sums, double probability) {
        double below = 0;
        int cut = -1;
        for (int sum = 0; 2 * sum < sums.length; sum++) {
            below += sums[2 * sum];
            if (below > probability) break;
            cut = sum;
        }
        return cut;
    }

    /** Of all pairs of differences, each with itself too, in order. */
    private static double[] means(double[] d) {
        return IntStream.range(0, d.length).boxed().flatMapToDouble(i ->
                IntStream.rangeClosed(0, i).mapToDouble(j -> mean(d[i], d[j]))).sorted().toArray();
    }

    /** Infinities of both signs are equally far away. */
    private static double mean(double a, double b) {
        return a == -b ? 0 : a / 2 + b / 2;
    }
}
