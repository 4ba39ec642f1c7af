package org.gradus.experiments.compare;

import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.apache.commons.math3.stat.inference.TTest;

/** Student's t test of paired differences, and the interval of their mean. */
final class StudentT {
    private StudentT() {}

    /**
     * Whether differences vary by more than rounding: of differences that do not it would be certain, however few they are.
     *
     * @param magnitude of what was subtracted
     */
    static boolean applies(double[] differences, double magnitude) {
        return Arrays.stream(differences).allMatch(Double::isFinite) && spread(differences) > 8 * Math.ulp(magnitude);
    }

    /** @param differences at least two, finite, not all equal */
    static Location of(double[] differences, double confidence) {
        int n = differences.length;
        double mean = new DescriptiveStatistics(differences).getMean();
        double quantile = new TDistribution(n - 1).inverseCumulativeProbability((1 + confidence) / 2);
        double half = quantile * spread(differences) / Math.sqrt(n);
        return new Location(mean, mean - half, mean + half, new TTest().tTest(0, differences));
    }

    private static double spread(double[] differences) {
        return new DescriptiveStatistics(differences).getStandardDeviation();
    }
}
