package org.gradus.experiments.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.gradus.experiments.problem.FederatedProblemSpec;
import org.gradus.federated.Engine;
import org.gradus.federated.Run;
import org.gradus.federated.Simulation;
import org.gradus.federated.problem.FederatedProblem;
import org.junit.jupiter.api.Test;

/**
 * The claims on outer rates that the spec outer-lr shows: found again at a reduced size. Expected numbers are those of an
 * independent implementation on the same spectra.
 */
class OuterRateTest {
    private static final String SGD = "sgd";

    private static FederatedProblem quadratics(int clients, int dimension, double smallest, double noise) {
        return FederatedProblemSpec.parse(Map.of("type", "quadratic-clients", "clients", clients, "dimension", dimension,
                "smallest", smallest,
                "distance", 1, "spread", 0, "noise", "gaussian(scale=" + noise + ")")).make().problem();
    }

    private static Object outer(String type, double lr, Object... more) {
        Map<String, Object> options = new LinkedHashMap<>(Map.of("type", type, "lr", lr));
        for (int i = 0; i < more.length; i += 2) options.put((String) more[i], more[i + 1]);
        return options;
    }

    /** The mean loss at the end over some seeds; infinite where a run overflows. */
    private static double loss(FederatedProblem problem, double innerRate, Object outer, int localSteps, int rounds,
            int seeds) {
        Simulation simulation = Simulation.read(Map.of("inner", "sgd(lr=" + innerRate + ")", "outer", outer, "localSteps",
                localSteps));
        double sum = 0;
        for (int seed = 1; seed <= seeds; seed++) {
            try (Run run = simulation.start(new Unevaluated(problem, false), seed, Engine.rows(1))) {
                for (int r = 0; r < rounds; r++) run.round();
                sum += problem.loss(run.evaluationPoint());
            } catch (RuntimeException e) {
                return Double.POSITIVE_INFINITY;
            }
        }
        return sum / seeds;
    }

    /** The smallest on a grid of equal ratios. */
    private static double best(double low, double high, double ratio, DoubleUnaryOperator loss) {
        double best = low;
        double least = Double.POSITIVE_INFINITY;
        for (double x = low; x <= high; x *= ratio) {
            double value = loss.applyAsDouble(x);
            if (value < least) {
                least = value;
                best = x;
            }
        }
        return best;
    }

    /** C1. */
    @Test
    void aTooSmallInnerRateIsRepairedByTheOuterRate() {
        FederatedProblem problem = quadratics(1, 60, 1e-4, 0);
        double[] rates = {1e-4, 1e-3, 1e-2, 0.1, 1};
        double[] expected = {957, 97, 10.5, 2.17, 1.88};
        double[] gains = {191, 87, 10.7, 2.2, 2.2};
        for (int k = 0; k < rates.length; k++) {
            double eta = rates[k];
            DoubleUnaryOperator loss = gamma -> loss(problem, eta, outer(SGD, gamma), 20, 50, 1);
            double gamma = best(expected[k] / 1.5, expected[k] * 1.5, 1.015, loss);
            assertEquals(expected[k], gamma, 0.15 * expected[k], "eta " + eta);
            assertEquals(gains[k], loss.applyAsDouble(1) / loss.applyAsDouble(gamma), 0.15 * gains[k], "eta " + eta);
        }
    }

    /** C2. */
    @Test
    void noiseLowersTheBestOuterRate() {
        double[] noises = {0, 0.1, 0.3, 1, 3, 10};
        double[] expected = {2.98, 2.74, 1.49, 0.54, 0.21, 0.08};
        double before = Double.POSITIVE_INFINITY;
        for (int k = 0; k < noises.length; k++) {
            FederatedProblem problem = quadratics(4, 60, 1e-4, noises[k]);
            double gamma = best(expected[k] / 1.6, expected[k] * 1.6, 1.09, g -> loss(problem, 0.05, outer(SGD, g), 20,
                    50, 9));
            assertEquals(expected[k], gamma, 0.3 * expected[k], "noise " + noises[k]);
            assertTrue(gamma < before * 1.001);
            before = gamma;
        }
    }

    /** C3. */
    @Test
    void atSmallInnerRatesOnlyTheProductCounts() {
        FederatedProblem problem = quadratics(1, 60, 1e-4, 0);
        for (double product : new double[] {0.002, 0.01, 0.05, 0.1}) {
            for (double gamma : new double[] {2, 5, 20}) {
                double split = loss(problem, product / gamma, outer(SGD, gamma), 20, 50, 1);
                double plain = loss(problem, product, outer(SGD, 1), 20, 50, 1);
                assertEquals(0.9935, split / plain, 0.005, product + " as " + gamma);
            }
        }
    }

    /** C4. */
    @Test
    void heavyBallIsPlainAveragingAtALargerRateFarFromTheEdge() {
        FederatedProblem problem = quadratics(1, 60, 1e-4, 0);
        for (double gamma : new double[] {0.1, 1, 5}) {
            for (double mu : new double[] {0.5, 0.9}) {
                double ball = loss(problem, 1e-3, outer("heavy-ball", gamma, "momentum", mu), 20, 400, 1);
                double plain = loss(problem, 1e-3, outer(SGD, gamma / (1 - mu)), 20, 400, 1);
                assertEquals(plain, ball, 0.03 * plain, gamma + ", " + mu);
            }
        }
    }

    /** C5. */
    @Test
    void theAcceleratedOuterRuleDoublesThePowerOfTheRounds() {
        FederatedProblem problem = quadratics(1, 120, 1e-6, 0);
        for (int h : new int[] {1, 4, 16}) {
            assertEquals(-0.99, slope(problem, SGD, h), 0.1);
            assertEquals(-1.93, slope(problem, "accelerated", h), 0.1);
        }
        SimpleRegression steps = new SimpleRegression();
        for (int h : new int[] {1, 4, 16}) steps.addData(Math.log(h), Math.log(loss(problem, 0.5, outer("accelerated", 1),
                h, 64, 1)));
        assertEquals(-1, steps.getSlope(), 0.1);
    }

    private static double slope(FederatedProblem problem, String type, int localSteps) {
        SimpleRegression line = new SimpleRegression();
        for (int rounds = 8; rounds <= 256; rounds *= 2) {
            line.addData(Math.log(rounds), Math.log(loss(problem, 0.5, outer(type, 1), localSteps, rounds, 1)));
        }
        return line.getSlope();
    }

    /** C6. */
    @Test
    void noiseReversesTheOrderOfOuterRules() {
        List<Object> rules = List.of(outer(SGD, 1), outer("accelerated", 1), outer("nesterov", 0.7, "momentum", 0.9),
                outer("schedule-free", 2, "beta", 0.2));
        double[] quiet = tuned(rules, 0);
        assertTrue(quiet[2] < quiet[1] && quiet[1] < quiet[0] && quiet[0] < quiet[3], Arrays.toString(quiet));
        double[] noisy = tuned(rules, 0.1);
        assertTrue(noisy[3] < noisy[2] && noisy[3] < noisy[0] && noisy[0] < noisy[1], Arrays.toString(noisy));
    }

    private static double[] tuned(List<Object> rules, double noise) {
        FederatedProblem problem = quadratics(4, 60, 1e-4, noise);
        return rules.stream().mapToDouble(rule -> {
            double least = Double.POSITIVE_INFINITY;
            for (double eta : noise == 0 ? new double[] {1} : new double[] {0.001, 0.003, 0.01, 0.03, 0.1, 0.2}) {
                least = Math.min(least, loss(problem, eta, rule, 20, 400, noise == 0 ? 1 : 3));
            }
            return least;
        }).toArray();
    }

    /** C7: coordinates are independent copies of one another, so many of them stand for many runs. */
    @Test
    void driftMakesALargeOuterRateOptimal() {
        double many = bestOuterRateUnderDrift(32);
        assertTrue(many > 1.4, "32 clients: " + many);
        assertTrue(bestOuterRateUnderDrift(2) < many);
    }

    private static double bestOuterRateUnderDrift(int clients) {
        FederatedProblem problem = FederatedProblemSpec.parse(Map.of("type", "kinked-clients", "clients", clients,
                "dimension", 64,
                "noise", "gaussian(scale=1.4142135623730951)")).make().problem();
        double best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (double gamma : new double[] {0.7, 1, 1.5, 2, 3, 5}) {
            for (double eta : new double[] {0.015, 0.025, 0.04, 0.06, 0.1}) {
                double loss = loss(problem, eta, outer(SGD, gamma), 32, 30, 1);
                if (loss < least) {
                    least = loss;
                    best = gamma;
                }
            }
        }
        return best;
    }

    /** C8. */
    @Test
    void aSmallOuterRateCanWinForTheLastIterate() {
        FederatedProblem problem = quadratics(4, 60, 1e-4, 0.1);
        double small = loss(problem, 0.82, outer(SGD, 0.3), 20, 50, 20);
        double averaging = Double.POSITIVE_INFINITY;
        for (double eta : new double[] {0.1, 0.15, 0.2, 0.27, 0.35}) averaging = Math.min(averaging, loss(problem, eta,
                outer(SGD, 1), 20, 50, 20));
        assertEquals(1.21e-2, small, 0.1e-2);
        assertEquals(1.30e-2, averaging, 0.1e-2);
        assertTrue(small < averaging);
    }
}
