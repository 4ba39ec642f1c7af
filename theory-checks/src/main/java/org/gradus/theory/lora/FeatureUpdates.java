package org.gradus.theory.lora;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.RealMatrix;
import org.gradus.optim.catalogue.Optimizers;

/**
 * How much each factor's step moves the output of an adapter of growing width: a batch of Gaussian inputs X (n x k), targets
 * E for what the adapter adds to the frozen layer, loss {@code |A Bᵀ X - E|² / 2k}, A = 0 and B Gaussian of variance 1/n at
 * the start. Both n x n and its gradient are never formed.
 */
final class FeatureUpdates {
    private static final int RANK = 4;
    private static final int BATCH = 16;
    private static final int FIRST = 5;
    private static final int LAST = 20;

    private FeatureUpdates() {}

    /**
     * The median over steps 5 to 20 of {@code |dA Bᵀ X| / |A dBᵀ X|}.
     *
     * @param width n, the number of inputs and of outputs
     */
    static double ratio(String optimizer, int width, long seed) {
        SplittableRandom random = new SplittableRandom(1000 * seed + width);
        RealMatrix down = Matrices.of(Matrices.gaussian(width, RANK, random)).scalarMultiply(1 / Math.sqrt(width));
        RealMatrix inputs = Matrices.of(Matrices.gaussian(width, BATCH, random));
        RealMatrix targets = Matrices.of(Matrices.gaussian(width, BATCH, random));
        Run run = new Run(Optimizers.read(optimizer), Matrices.zeros(width, RANK), down);
        double[] ratios = new double[LAST - FIRST + 1];
        for (int t = 1; t <= LAST; t++) {
            RealMatrix a = run.up();
            RealMatrix b = run.down();
            RealMatrix features = b.transpose().multiply(inputs);
            RealMatrix error = a.multiply(features).subtract(targets).scalarMultiply(1.0 / BATCH);
            run.step(error.multiply(features.transpose()), inputs.multiply(error.transpose().multiply(a)));
            double ofUp = run.up().subtract(a).multiply(features).getFrobeniusNorm();
            double ofDown = a.multiply(run.down().subtract(b).transpose().multiply(inputs)).getFrobeniusNorm();
            if (t >= FIRST) ratios[t - FIRST] = ofUp / ofDown;
        }
        Arrays.sort(ratios);
        return (ratios[ratios.length / 2] + ratios[(ratios.length - 1) / 2]) / 2;
    }
}
