package org.gradus.federated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.gradus.federated.problem.Disturbance;
import org.gradus.federated.problem.Quadratics;
import org.gradus.optim.rule.Sgd;
import org.junit.jupiter.api.Test;

/** The logged quantities of Local SGD's analysis (arXiv 2509.10439): golden values, the identity, and the pathwise bound. */
class TermsTest {
    private static JsonNode golden() throws IOException {
        try (InputStream file = TermsTest.class.getResourceAsStream("/golden/local-sgd.json")) {
            return new ObjectMapper().readTree(file);
        }
    }

    private static <T> T read(JsonNode node, Class<T> type) throws IOException {
        return new ObjectMapper().treeToValue(node, type);
    }

    private static void close(double expected, double actual, String what) {
        assertEquals(expected, actual, Math.max(1e-13, 1e-12 * Math.abs(expected)), what);
    }

    @Test
    void goldenTermsAndBound() throws IOException {
        JsonNode hom = golden().at("/problems/hom");
        Quadratics problem = Quadratics.dense(read(hom.get("Q"), double[][][].class), read(hom.get("c"), double[][].class))
                .startingAt(read(hom.get("x0"), double[].class))
                .disturbedBy(Disturbance.recorded(read(hom.get("noise"), double[][][][].class)));
        close(hom.get("L").asDouble(), problem.smoothness(), "L");
        for (JsonNode identity : golden().get("identities")) {
            double eta = identity.get("eta").asDouble();
            double gamma = identity.get("gamma").asDouble();
            try (Run run = Simulation.of(Sgd.of(eta), Sgd.of(gamma), 2).start(problem, 0)) {
                Sum sum = new Sum(problem, eta, gamma, 2);
                for (JsonNode round : identity.get("rounds")) {
                    Terms terms = run.round().terms();
                    close(round.get("distSqBefore").asDouble(), terms.distanceBefore(), "distSqBefore");
                    close(round.get("distSqAfter").asDouble(), terms.distanceAfter(), "distSqAfter");
                    close(round.get("inner").asDouble(), terms.progress(), "inner");
                    close(round.get("sumSqAvgGrad").asDouble(), terms.squaredGradients(), "sumSqAvgGrad");
                    close(round.get("sqSumAvgGrad").asDouble(), terms.squaredSum(), "sqSumAvgGrad");
                    close(round.get("sumSpread").asDouble(), terms.spread(), "sumSpread");
                    close(round.get("sumMartingale").asDouble(), terms.martingale(), "sumMartingale");
                    sum.add(terms);
                }
                double[] mean = run.meanIterate();
                for (int i = 0; i < mean.length; i++) close(identity.get("yBar").get(i).asDouble(), mean[i], "yBar");
                close(identity.get("fGapYBar").asDouble(), problem.loss(mean) - problem.optimum().getAsDouble(), "fGapYBar");
                close(identity.get("pathwiseBound").asDouble(), sum.bound(), "pathwiseBound");
            }
        }
    }

    /** 60 random runs: any weights of clients and any matrices for the identity, equal clients for the bound. */
    @Test
    void identityAndBoundHoldOnEveryRun() {
        Random random = new Random(11);
        for (int trial = 0; trial < 60; trial++) {
            int clients = 1 + random.nextInt(20);
            int n = 1 + random.nextInt(12);
            int steps = 1 + random.nextInt(8);
            boolean equal = trial % 2 == 0;
            double noise = trial % 3 == 0 ? 0 : random.nextDouble() * 3;
            Quadratics problem = equal ? Fixture.equal(clients, n, noise, trial)
                    : Fixture.different(clients, n, noise, trial)
                    .weightedBy(random.doubles(clients, 0.1, 2).toArray());
            double eta = 0.02 + 0.2 * random.nextDouble();
            double gamma = new double[] {0.3, 1, 2.5}[random.nextInt(3)];
            try (Run run = Simulation.of(Sgd.of(eta), Sgd.of(gamma), steps).start(problem, trial, Engine.rows(2))) {
                Sum sum = new Sum(problem, eta, gamma, steps);
                for (int r = 0; r < 6; r++) {
                    Terms t = run.round().terms();
                    double expected = t.distanceBefore() - 2 * gamma * eta * t.progress()
                            + gamma * eta * eta * t.squaredGradients()
                            + gamma * (gamma - 1) * eta * eta * t.squaredSum();
                    double scale = t.distanceBefore() + 2 * gamma * eta * Math.abs(t.progress())
                            + gamma * eta * eta * t.squaredGradients()
                            + gamma * (gamma + 1) * eta * eta * t.squaredSum();
                    assertEquals(expected, t.distanceAfter(), 1e-12 * scale, "trial " + trial + ", round " + r);
                    sum.add(t);
                }
                double gap = problem.loss(run.meanIterate()) - problem.optimum().getAsDouble();
                if (equal) assertTrue(gap <= sum.bound() + 1e-12 * sum.scale, "trial " + trial + ": " + gap + " > "
                        + sum.bound());
            }
        }
    }

    /** The right-hand side of the pathwise bound (I2). */
    private static final class Sum {
        private final double eta;
        private final double gamma;
        private final double smoothness;
        private final int steps;
        private double start = Double.NaN;
        private double gradients;
        private double sums;
        private double spread;
        private double martingale;
        private int rounds;
        private double scale;

        Sum(Quadratics problem, double eta, double gamma, int steps) {
            this.eta = eta;
            this.gamma = gamma;
            this.steps = steps;
            this.smoothness = problem.smoothness();
        }

        void add(Terms t) {
            if (rounds++ == 0) start = t.distanceBefore();
            gradients += t.squaredGradients();
            sums += t.squaredSum();
            spread += t.spread();
            martingale += t.martingale();
            scale += t.distanceBefore() + t.squaredGradients() + t.squaredSum();
        }

        double bound() {
            double n = (double) rounds * steps;
            return start / (2 * gamma * eta * n) + eta / (2 * n) * gradients + (gamma - 1) * eta / (2 * n) * sums
                    + smoothness / (2 * n) * spread - martingale / n;
        }
    }
}
