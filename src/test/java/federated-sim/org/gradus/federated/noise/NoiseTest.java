package org.gradus.federated.noise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.distribution.CauchyDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.ParetoDistribution;
import org.apache.commons.math3.distribution.RealDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.gradus.federated.random.Expect;
import org.gradus.federated.random.Keyed;
import org.gradus.federated.random.Purpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseTest {
    private static Keyed random(long key) {
        return Keyed.of(key, 0, 0, 0, Purpose.NOISE);
    }

    private static double[] draws(String law, int n) {
        double[] drawn = new double[n];
        Noise.parse(law).add(drawn, 0, n, random(law.hashCode()));
        return drawn;
    }

    /** Draws that follow a law fill bins of equal probability equally. */
    private static void follows(RealDistribution law, double[] drawn) {
        long[] counts = new long[100];
        for (double x : drawn) counts[(int) Math.min(99, 100 * law.cumulativeProbability(x))]++;
        Expect.equallyOften(counts);
    }

    private static void meanIs(double expected, double[] drawn, DoubleUnaryOperator of) {
        double mean = 0;
        double squares = 0;
        for (double x : drawn) {
            double value = of.applyAsDouble(x);
            mean += value / drawn.length;
            squares += value * value / drawn.length;
        }
        Expect.near(expected, mean, Math.sqrt((squares - mean * mean) / drawn.length));
    }

    private static JsonNode golden(String key) throws IOException {
        try (InputStream file = NoiseTest.class.getResourceAsStream("/golden/tailopt.json")) {
            return new ObjectMapper().readTree(file).required(key);
        }
    }

    @Test
    void lawsWithAKnownDistribution() {
        int n = 100_000;
        follows(new NormalDistribution(null, 0, 3), draws("gaussian(scale=3)", n));
        follows(new NormalDistribution(null, 0, Math.sqrt(2)), draws("alpha-stable(alpha=2)", n));
        follows(new CauchyDistribution(null, 0, 0.5), draws("alpha-stable(alpha=1, scale=0.5)", n));
        follows(new CauchyDistribution(null, 0, 1), draws("student-t(nu=1)", n));
        for (double nu : new double[] {0.2, 1.5, 3, 30, 1e9}) {
            RealDistribution t = nu > 1e6 ? new NormalDistribution(null, 0, 1) : new TDistribution(null, nu);
            follows(t, draws("student-t(nu=" + nu + ")", n / 2));
        }
        for (double alpha : new double[] {0.3, 1.5, 4}) {
            double[] drawn = draws("pareto(alpha=" + alpha + ", scale=2)", n);
            follows(new ParetoDistribution(null, 2, alpha), Arrays.stream(drawn).map(Math::abs).toArray());
            meanIs(0.5, drawn, x -> x > 0 ? 1 : 0);
            double mean = alpha / (alpha - 1);
            if (alpha > 1) follows(new ParetoDistribution(null, 1, alpha), Arrays.stream(
                    draws("skewed-pareto(alpha=" + alpha + ")", n)).map(x -> Math.max(1, x + mean)).toArray());
        }
    }

    /** A stable law is its characteristic function exp(-|s|^alpha); sums of four draws over 4^{1/alpha} have the same. */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.7, 1, 1.2, 1.5, 1.9, 2})
    void stableNoiseHasItsCharacteristicFunctionAndSumsKeepIt(double alpha) {
        double[] drawn = draws("alpha-stable(alpha=" + alpha + ")", 400_000);
        double[] sums = new double[drawn.length / 4];
        for (int i = 0; i < drawn.length; i++) sums[i / 4] += drawn[i] / Math.pow(4, 1 / alpha);
        for (double s : new double[] {0.1, 0.5, 1, 2, 5}) {
            double expected = Math.exp(-Math.pow(s, alpha));
            meanIs(expected, drawn, x -> Math.cos(s * x));
            meanIs(0, drawn, x -> Math.sin(s * x));
            meanIs(expected, sums, x -> Math.cos(s * x));
        }
    }

    /** E|X|^p in closed form against the mean of draws, at orders where that mean has an error: 2p below the tail. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gaussian(scale=2)                                 | 1
            gaussian(scale=2)                                 | 3.5
            student-t(nu=1.5, scale=3)                        | 0.6
            student-t(nu=9)                                   | 3
            pareto(alpha=1.2)                                 | 0.5
            pareto(alpha=7, scale=0.1)                        | 3
            alpha-stable(alpha=1.5, scale=2)                  | 0.6
            alpha-stable(alpha=1)                             | 0.4
            alpha-stable(alpha=0.4)                           | 0.15
            alpha-stable(alpha=2)                             | 3
            sparse-spikes(probability=0.1, magnitude=5)       | 1.5
            sparse-spikes(probability=0.1, magnitude=5, scale=2) | 2
            skewed-pareto(alpha=3)                            | 1
            skewed-pareto(alpha=6, scale=2)                   | 2
            """)
    void absoluteMomentsAreThoseOfTheDraws(String law, double order) {
        double expected = Noise.parse(law).absoluteMoment(order).orElseThrow();
        meanIs(expected, draws(law, 400_000), x -> Math.pow(Math.abs(x), order));
    }

    @Test
    void goldenMomentsOfStudentsT() throws IOException {
        for (JsonNode c : golden("student_t_abs_moment")) {
            Noise t = Noise.parse("student-t(nu=" + c.get("nu") + ")");
            double expected = c.get("value").doubleValue();
            assertEquals(expected, t.absoluteMoment(c.get("order").doubleValue()).orElseThrow(), 1e-12 * expected);
        }
    }

    /** The closed form of E biclip(X)^2 for symmetric Pareto X against draws. */
    @Test
    void goldenClippedSecondMomentsOfPareto() throws IOException {
        for (JsonNode c : golden("symmetric_pareto_second_moment")) {
            double u = c.get("u").doubleValue();
            double d = c.get("d").doubleValue();
            double[] drawn = draws("pareto(alpha=" + c.get("a") + ")", 200_000);
            meanIs(c.get("value").doubleValue(), drawn, x -> Math.pow(Math.min(Math.max(Math.abs(x), d), u), 2));
        }
    }

    /** Where E clip_u(x + noise) = 0: known to two or three digits, so the mean there is 0 within their rounding. */
    @Test
    void goldenFixedPointsOfClippingUnderSkew() throws IOException {
        double[] drawn = draws("skewed-pareto(alpha=1.5)", 1_000_000);
        for (JsonNode c : golden("skewed_noise_fixed_point").get("values")) {
            double u = c.get("u").doubleValue();
            double x = c.get("x").doubleValue();
            double mean = Arrays.stream(drawn).map(n -> Math.max(-u, Math.min(u, x + n))).average().orElseThrow();
            assertEquals(0, mean, 0.02 + 5 * Math.sqrt(4 * Math.sqrt(u) / drawn.length), "u = " + u);
        }
    }

    /** By norm: the length is a draw of the law, and the direction favours neither an axis nor a side. */
    @ParameterizedTest
    @ValueSource(strings = {"gaussian(by=norm)", "student-t(nu=9, by=norm)", "pareto(alpha=9, by=norm)",
            "alpha-stable(alpha=2, by=norm)", "sparse-spikes(probability=0.3, magnitude=2, by=norm)",
            "skewed-pareto(alpha=9, by=norm)"})
    void byNormTheLengthFollowsTheLawAndTheDirectionIsUniform(String law) {
        Noise noise = Noise.parse(law);
        int n = 60_000;
        int d = 5;
        double[][] coordinates = new double[3][n];
        double[] squares = new double[n];
        Keyed random = random(21);
        for (int i = 0; i < n; i++) {
            double[] added = new double[d];
            noise.add(added, 0, d, random);
            coordinates[0][i] = added[0];
            coordinates[1][i] = added[4];
            coordinates[2][i] = added[0] * added[4];
            for (double x : added) squares[i] += x * x;
        }
        meanIs(noise.variance(d), squares, x -> x);
        meanIs(noise.absoluteMoment(1).orElseThrow(), squares, Math::sqrt);
        for (double[] values : coordinates) meanIs(0, values, x -> x);
        meanIs(noise.variance(d) / d, coordinates[0], x -> x * x);
        meanIs(noise.variance(d) / d, coordinates[1], x -> x * x);
    }

    /** Spikes by norm at probability 1 are bounded noise: every vector has exactly the radius. */
    @Test
    void aSphere() {
        double[] added = new double[50];
        Noise.parse("sparse-spikes(probability=1, magnitude=3, by=norm)").add(added, 0, 50, random(2));
        assertEquals(3, Math.sqrt(Arrays.stream(added).map(x -> x * x).sum()), 1e-14);
    }

    @Test
    void varianceIsTotalAndInfiniteUnderHeavyTails() {
        assertEquals(50 * 4.0, Noise.parse("gaussian(scale=2)").variance(50), 1e-12);
        assertEquals(4.0, Noise.parse("gaussian(scale=2, by=norm)").variance(50), 1e-13);
        assertEquals(3.0, Noise.parse("student-t(nu=3)").variance(1), 1e-12);
        assertEquals(2.0, Noise.parse("alpha-stable(alpha=2)").variance(1), 1e-14);
        assertEquals(0.75, Noise.parse("skewed-pareto(alpha=3)").variance(1), 1e-15);
        for (String law : List.of("student-t(nu=2)", "pareto(alpha=2)", "alpha-stable(alpha=1.99)",
                "skewed-pareto(alpha=2)")) {
            assertEquals(Double.POSITIVE_INFINITY, Noise.parse(law).variance(3), law);
        }
        assertEquals(OptionalDouble.empty(), Noise.parse("skewed-pareto(alpha=3)").absoluteMoment(1.5));
        assertEquals(0, Noise.parse("none").variance(9));
        assertEquals(0, Noise.parse("pareto(alpha=1, scale=0)").variance(9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gaussian(scale=0)", "alpha-stable(alpha=0.01, scale=0)", "student-t(nu=1, scale=0)",
            "sparse-spikes(probability=0, magnitude=1)"})
    void noNoiseLeavesTheGradientAsItIs(String law) {
        double[] gradient = {1, 2, 3};
        Noise.parse(law).add(gradient, 0, 3, random(0));
        assertArrayEquals(new double[] {1, 2, 3}, gradient);
    }

    @Test
    void noiseIsAddedToItsPartAlone() {
        for (By by : By.values()) {
            double[] gradient = {1, 1, 1, 1};
            new StudentT(2, 1, by).add(gradient, 1, 2, random(1));
            assertEquals(1, gradient[0]);
            assertEquals(1, gradient[3]);
            double[] alone = new double[2];
            new StudentT(2, 1, by).add(alone, 0, 2, random(1));
            assertArrayEquals(new double[] {1 + alone[0], 1 + alone[1]}, new double[] {gradient[1], gradient[2]}, 0);
        }
    }

    /** Draws far beyond float64 are infinite, never NaN: a stable law of alpha 0.001 is mostly there. */
    @ParameterizedTest
    @ValueSource(strings = {"alpha-stable(alpha=1e-3)", "alpha-stable(alpha=1e-300)", "alpha-stable(alpha=1.0000001)",
            "student-t(nu=1e-3)", "student-t(nu=1e300)", "pareto(alpha=1e-3)", "pareto(alpha=1e300)",
            "skewed-pareto(alpha=1.001)", "gaussian(scale=1e300)", "alpha-stable(alpha=1e-3, by=norm)"})
    void extremesAreNeverNaN(String law) {
        double[] drawn = draws(law, 20_000);
        assertFalse(Arrays.stream(drawn).anyMatch(Double::isNaN));
        assertTrue(Arrays.stream(drawn).anyMatch(x -> x > 0 || x < 0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            alpha-stable(alpha=0)                              | alpha
            alpha-stable(alpha=-1)                             | alpha
            alpha-stable(alpha=2.1)                            | alpha
            alpha-stable(alpha=NaN)                            | alpha
            alpha-stable                                       | alpha
            alpha-stable(alpha=1.5, scale=-1)                  | scale
            student-t(nu=0)                                    | nu
            student-t(nu=Infinity)                             | nu
            pareto(alpha=0)                                    | alpha
            pareto(alpha=NaN)                                  | alpha
            skewed-pareto(alpha=1)                             | alpha
            gaussian(scale=NaN)                                | scale
            gaussian(by=row)                                   | coordinate, norm
            sparse-spikes(probability=1.1, magnitude=1)        | probability
            sparse-spikes(probability=0.1, magnitude=Infinity) | magnitude
            gausian                                            | did you mean 'gaussian'
            none(scale=1)                                      | scale
            """)
    void aWrongOptionIsNamedInOneLine(String spec, String named) {
        String complaint = Expect.complaint(() -> Noise.parse(spec));
        assertTrue(complaint.contains(named), complaint);
    }

    @Test
    void aMomentHasAPositiveOrder() {
        Expect.complaint("order", () -> Noise.parse("gaussian").absoluteMoment(0));
    }
}
