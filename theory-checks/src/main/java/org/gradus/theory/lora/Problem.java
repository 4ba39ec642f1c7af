package org.gradus.theory.lora;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.RealMatrix;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Require;

/**
 * A pair of factors on a noisy quadratic: the gradient of the product Z at step t is {@code pull (Z - target) + noise_t}.
 *
 * @param optimizer as in a run spec: {@code "lora-rite(preset=paper, lr=0.1)"}
 * @param up m x r; down is n x r, target and each noise m x n; there are as many steps as noises
 */
record Problem(String optimizer, double[][] up, double[][] down, double[][] target, double pull, double[][][] noise) {
    Problem {
        int m = up.length;
        int n = down.length;
        Require.check(m > 0 && n > 0, "up and down", "matrices of at least one row", m + " and " + n + " rows");
        int r = up[0].length;
        shape("up", up, m, r);
        shape("down", down, n, r);
        shape("target", target, m, n);
        for (double[][] each : noise) shape("noise", each, m, n);
    }

    private static void shape(String name, double[][] a, int rows, int columns) {
        boolean fits = a.length == rows;
        for (double[] row : a) fits &= row.length == columns;
        if (!fits) throw new InvalidInput(name + " must be " + rows + " x " + columns);
    }

    /** Gaussian factors of {@link Size}, a Gaussian target of the same magnitude, and noise of rank min(m, n). */
    static Problem of(String optimizer, Size size, double pull, int steps, SplittableRandom random) {
        double[][] up = Matrices.gaussian(size.m(), size.r(), random);
        double[][] down = Matrices.gaussian(size.n(), size.r(), random);
        double[][] target = Matrices.gaussian(size.m(), size.n(), random);
        double[][][] noise = new double[steps][][];
        for (int t = 0; t < steps; t++) noise[t] = Matrices.gaussian(size.m(), size.n(), random);
        return new Problem(optimizer, up, down, target, pull, noise);
    }

    /** The same with the up factor 0, as training usually starts. */
    Problem fromZero() {
        return new Problem(optimizer, new double[up.length][up[0].length], down, target, pull, noise);
    }

    /** The same, for fewer steps. */
    Problem first(int steps) {
        return new Problem(optimizer, up, down, target, pull, Arrays.copyOf(noise, steps));
    }

    /** The same, without noise. */
    Problem quiet() {
        return new Problem(optimizer, up, down, target, pull, new double[steps()][up.length][down.length]);
    }

    int steps() {
        return noise.length;
    }

    /** G at step t = 0, 1, ... */
    RealMatrix gradient(int t, RealMatrix product) {
        return product.subtract(Matrices.of(target)).scalarMultiply(pull).add(Matrices.of(noise[t]));
    }
}
