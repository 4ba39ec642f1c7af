package org.gradus.theory.tailopt;

import java.util.Arrays;
import java.util.Random;
import org.gradus.federated.Simulation;
import org.gradus.federated.noise.By;
import org.gradus.federated.noise.StudentT;
import org.gradus.federated.problem.Disturbance;
import org.gradus.federated.rule.L2Clip;
import org.gradus.optim.Chain;
import org.gradus.optim.Optimizer;
import org.gradus.optim.option.Require;
import org.gradus.optim.rule.BiClip;
import org.gradus.optim.rule.Sgd;
import org.gradus.theory.simulated.Curve;
import org.gradus.theory.simulated.Separable;

/**
 * Different clients with bounded gradients under Student-t noise, and a method of clipped steps: {@code f_i = sum_j w_j
 * (sqrt(1 + (x_j - c_ij)^2) - 1)}, so {@code |d_j f_i| <= w_j} and L = max w_j.
 *
 * @param noiseMean 0 for the theory; a control has another
 * @param byNorm L2Clip inside, otherwise BiClip
 * @param outerLower dt, the outer lower threshold of Bi2Clip
 * @param tau added to the root of Adagrad
 */
record Tail(double[] w, double[][] centers, double[] shares, double noiseScale, double noiseMean, double nu, double alpha,
        boolean byNorm, double eta, double upper, double lower, double outerLower, double outerRate, double tau,
        int localSteps, int rounds, long seed) {
    private static final double[] SHARES = {0.4, 0.3, 0.2, 0.1};

    Tail {
        Require.positive("eta", eta);
        Require.check(centers.length == shares.length, "centers", "one a client (" + shares.length + ")", centers.length);
    }

    /** Two coordinates, four clients, 600 rounds; BiClip from a lower threshold of 0.01, L2Clip from none. */
    static Tail draw(long seed, int localSteps) {
        Random random = new Random(1000 * seed + localSteps);
        double[][] centers = new double[4][2];
        for (double[] c : centers) Arrays.setAll(c, j -> 1.5 + random.nextDouble());
        boolean byNorm = seed % 2 == 0;
        double eta = random.nextBoolean() ? 0.003 : 0.01;
        double upper = random.nextBoolean() ? 2.5 : 5;
        return new Tail(new double[] {0.5, 1}, centers, SHARES, random.nextBoolean() ? 0.03 : 0.1, 0, 1.5, 1.4, byNorm, eta,
                upper, byNorm ? 0 : 0.01, 0.005 * eta * localSteps, 1, eta * localSteps * upper * Math.sqrt(600),
                localSteps, 600, seed);
    }

    /** Noise whose mean pushes away from the minimizers, more strongly than any gradient pulls. */
    Tail pushedAway() {
        return new Tail(w, centers, shares, 0.03, 1.5, nu, alpha, false, 0.01, 2.5, 0, outerLower, outerRate,
                0.01 * localSteps * 2.5 * Math.sqrt(rounds), localSteps, 2500, seed);
    }

    Tail withRounds(int rounds) {
        return new Tail(w, centers, shares, noiseScale, noiseMean, nu, alpha, byNorm, eta, upper, lower, outerLower,
                outerRate, tau, localSteps, rounds, seed);
    }

    Separable problem() {
        Disturbance noise = Disturbance.of(new StudentT(nu, noiseScale, By.COORDINATE));
        Disturbance shifted = () -> {
            Disturbance.Local local = noise.local();
            return (sample, gradient) -> {
                local.add(sample, gradient);
                for (int i = 0; i < gradient.length; i++) gradient[i] += noiseMean;
            };
        };
        return new Separable(Curve.SOFT_ABS, w, centers, shares, new double[w.length], noiseMean == 0 ? noise : shifted);
    }

    Simulation simulation(Optimizer outer) {
        Optimizer clip = byNorm ? L2Clip.of(upper) : BiClip.of(upper, lower);
        return Simulation.of(Chain.of(clip, Sgd.of(eta)), outer, localSteps).with("innerState", "reset");
    }

    TailBounds bounds() {
        return new TailBounds(this);
    }
}
