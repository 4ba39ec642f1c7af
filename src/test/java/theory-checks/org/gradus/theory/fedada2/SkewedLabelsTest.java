package org.gradus.theory.fedada2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gradus.federated.problem.FederatedProblem.Local;
import org.gradus.federated.problem.Sample;
import org.gradus.theory.Draws;
import org.junit.jupiter.api.Test;

class SkewedLabelsTest {
    private final SkewedLabels problem = new SkewedLabels(3);
    private final double[] y = Draws.uniform(problem.start(0).length, 1);

    @Test
    void gradientsAreThoseOfTheLoss() {
        Local local = problem.local();
        Sample sample = new Sample(5, 2, 17, 1);
        double[] gradient = new double[y.length];
        local.gradient(sample, y, gradient, null);
        double step = 1e-5;
        for (int i = 0; i < y.length; i += 3) {
            double at = y[i];
            y[i] = at + step;
            double above = local.loss(sample, y);
            y[i] = at - step;
            double below = local.loss(sample, y);
            y[i] = at;
            assertEquals((above - below) / (2 * step), gradient[i], 1e-8, "coordinate " + i);
        }
    }

    @Test
    void aRoundSeesEveryTextOnce() {
        Local local = problem.local();
        double[] full = new double[y.length];
        local.fullGradient(9, y, full);
        double[] mean = new double[y.length];
        double[] batch = new double[y.length];
        for (int k = 0; k < SkewedLabels.LOCAL_STEPS; k++) {
            local.gradient(new Sample(1, 4, 9, k), y, batch, null);
            for (int i = 0; i < mean.length; i++) mean[i] += batch[i] / SkewedLabels.LOCAL_STEPS;
        }
        for (int i = 0; i < mean.length; i++) assertEquals(full[i], mean[i], 1e-12, "coordinate " + i);
    }

    @Test
    void lossIsTheMeanOverClientsAndTopicsAreEquallyLikelyAtZero() {
        double[] zero = problem.start(0);
        assertEquals(Math.log(8), problem.trainingLoss(zero), 1e-12);
        double sum = 0;
        for (int m = 0; m < problem.clients(); m++) {
            for (int k = 0; k < SkewedLabels.LOCAL_STEPS; k++) sum += problem.local().loss(new Sample(0, 0, m, k), y);
        }
        assertEquals(problem.trainingLoss(y), sum / problem.clients() / SkewedLabels.LOCAL_STEPS, 1e-12);
        assertTrue(problem.accuracy(zero) < 30 && problem.accuracy(y) >= 0);
    }
}
