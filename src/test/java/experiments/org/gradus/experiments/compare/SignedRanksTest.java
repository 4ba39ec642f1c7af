package org.gradus.experiments.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.apache.commons.math3.stat.inference.WilcoxonSignedRankTest;
import org.junit.jupiter.api.Test;

class SignedRanksTest {
    /** Depression scores, Hollander, Wolfe and Chicken 2014, table 3.1; the interval is of 96.1 %. */
    @Test
    void publishedExample() {
        double[] before = {1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30};
        double[] after = {0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29};
        double[] differences = new double[9];
        for (int i = 0; i < 9; i++) differences[i] = before[i] - after[i];
        Location location = SignedRanks.of(differences, 0.95);
        assertEquals(0.0390625, location.p(), 0);
        assertEquals(0.46, location.estimate(), 1e-12);
        assertEquals(0.010, location.low(), 1e-12);
        assertEquals(0.786, location.high(), 1e-12);
    }

    @Test
    void agreesWithCommonsMathWithoutTies() {
        Random random = new Random(2);
        for (int n = 2; n <= 12; n++) {
            double[] x = random.doubles(n).toArray();
            double[] y = random.doubles(n).map(v -> v - 0.2).toArray();
            double[] d = new double[n];
            for (int i = 0; i < n; i++) d[i] = x[i] - y[i];
            double expected = Math.min(1, new WilcoxonSignedRankTest().wilcoxonSignedRankTest(x, y, true));
            assertEquals(expected, SignedRanks.p(d), 1e-12, "n = " + n);
        }
    }

    /** Few values, so that there are ties, zeros and infinities: against all 2^n signs of the mean ranks, one by one. */
    @Test
    void exactWithTiesZerosAndDivergedRuns() {
        Random random = new Random(3);
        double[] values = {0, 1, -1, 2, -2, 3, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        for (int trial = 0; trial < 300; trial++) {
            double[] d = random.ints(1 + random.nextInt(9), 0, values.length).mapToDouble(i -> values[i]).toArray();
            assertEquals(enumerated(d), SignedRanks.p(d), 1e-12, Arrays.toString(d));
        }
    }

    private static double enumerated(double[] all) {
        double[] d = Arrays.stream(all).filter(v -> v != 0).toArray();
        int n = d.length;
        if (n == 0) return 1;
        double[] ranks = new double[n];
        double observed = 0;
        for (int i = 0; i < n; i++) {
            double a = Math.abs(d[i]);
            double less = Arrays.stream(d).map(Math::abs).filter(v -> v < a).count();
            double same = Arrays.stream(d).map(Math::abs).filter(v -> v == a).count();
            ranks[i] = less + (same + 1) / 2;
            if (d[i] > 0) observed += ranks[i];
        }
        int below = 0;
        int above = 0;
        for (int signs = 0; signs < 1 << n; signs++) {
            double sum = 0;
            for (int i = 0; i < n; i++) if ((signs >> i & 1) == 1) sum += ranks[i];
            if (sum <= observed) below++;
            if (sum >= observed) above++;
        }
        return Math.min(1, 2.0 * Math.min(below, above) / (1 << n));
    }

    @Test
    void fiveDifferencesHaveNoIntervalAndSixHaveTheirWholeRange() {
        assertTrue(Double.isNaN(SignedRanks.of(new double[] {1, 2, 3, 4, 5}, 0.95).low()));
        Location six = SignedRanks.of(new double[] {1, 2, 3, 4, 5, 9}, 0.95);
        assertEquals(1, six.low());
        assertEquals(9, six.high());
        assertEquals(SignedRanks.smallestP(6), six.p());
        assertEquals(0.03125, six.p());
    }

    @Test
    void aDivergedRunIsWorseThanAnyOtherAndTwoCancel() {
        double infinity = Double.POSITIVE_INFINITY;
        Location one = SignedRanks.of(new double[] {-1, -2, -3, -4, -5, -6, -7, infinity}, 0.95);
        Location huge = SignedRanks.of(new double[] {-1, -2, -3, -4, -5, -6, -7, 1e300}, 0.95);
        assertEquals(huge.p(), one.p());
        assertEquals(huge.low(), one.low());
        assertEquals(infinity, one.high());
        assertEquals(0, SignedRanks.of(new double[] {infinity, -infinity}, 0.95).estimate());
        assertEquals(infinity, SignedRanks.of(new double[] {infinity, infinity, 1}, 0.95).estimate());
    }

    /** 2^1000 signs are no trouble. */
    @Test
    void manyDifferences() {
        double[] d = new Random(4).doubles(1000).map(v -> v - 0.5).toArray();
        double p = SignedRanks.p(d);
        double normal = new WilcoxonSignedRankTest().wilcoxonSignedRankTest(d, new double[1000], false);
        assertEquals(normal, p, 2e-3);
    }
}
