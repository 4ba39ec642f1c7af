package org.gradus.theory.adam;

import java.util.Arrays;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Require;
import org.gradus.theory.Draws;

/** A quadratic whose Hessian is diagonal, and the error to start from. */
record Diagonal(double[] eigenvalues, double[] start) {
    /** The share of f_0 that counts as solved. */
    static final double EPS = 1e-6;

    Diagonal {
        if (eigenvalues.length != start.length || start.length == 0) {
            throw new InvalidInput("eigenvalues and start must be as many, at least 1, but are " + eigenvalues.length
                    + " and "
                    + start.length);
        }
        for (double value : eigenvalues) Require.positive("eigenvalues", value);
        for (double value : start) Require.check(Double.isFinite(value) && value != 0, "start", "finite and not 0", value);
    }

    /** Instance s: log-spaced eigenvalues from 1 to kappa, start uniform on [-1, 1). */
    static Diagonal of(int d, double kappa, long s) {
        return new Diagonal(Draws.logSpaced(d, kappa), Draws.start(d, s));
    }

    /** Instance s with kappa of 10, 100, ..., 1e6 in turn. */
    static Diagonal of(int d, long s) {
        return of(d, Draws.kappa(s, 6), s);
    }

    int dimension() {
        return start.length;
    }

    double smallestError() {
        return Arrays.stream(start).map(Math::abs).min().orElseThrow();
    }

    double largestError() {
        return Arrays.stream(start).map(Math::abs).max().orElseThrow();
    }

    /** kappa_A, the spread of the initial error. */
    double spread() {
        return largestError() / smallestError();
    }

    double largest() {
        return Arrays.stream(eigenvalues).max().orElseThrow();
    }

    double smallest() {
        return Arrays.stream(eigenvalues).min().orElseThrow();
    }

    /** {@code lam_i e_0i^2}: twice the parts of f_0. */
    double[] weights() {
        double[] weights = new double[start.length];
        Arrays.setAll(weights, i -> eigenvalues[i] * start[i] * start[i]);
        return weights;
    }

    /** {@code e_0i^2}. */
    double[] squares() {
        return Arrays.stream(start).map(x -> x * x).toArray();
    }

    double value() {
        return Arrays.stream(weights()).sum() / 2;
    }

    double trace() {
        return Arrays.stream(eigenvalues).sum();
    }

    Objective objective() {
        double[] lam = eigenvalues;
        return (e, g) -> {
            double twice = 0;
            for (int i = 0; i < g.length; i++) {
                g[i] = lam[i] * e[i];
                twice += g[i] * e[i];
            }
            return twice / 2;
        };
    }

    /** The factors of gradient descent at a rate. */
    double[] gradientFactors(double rate) {
        return FirstHit.factors(rate, eigenvalues);
    }

    /** The factors {@code 1 - alpha / |e_0i|} of frozen Adam: the eigenvalues cancel. */
    double[] frozenFactors(double alpha) {
        return Arrays.stream(start).map(x -> 1 - alpha / Math.abs(x)).toArray();
    }

    /** The rate of gradient descent with the fastest worst case, 2/(lmax + lmin). */
    double optimalGradientRate() {
        return 2 / (largest() + smallest());
    }

    /** The frozen method's counterpart, 2/(1/min|e_0| + 1/max|e_0|). */
    double optimalFrozenRate() {
        return 2 / (1 / smallestError() + 1 / largestError());
    }

    /** {@code K = ceil(kappa_A ln(1/eps))}, at least 2: the steps that T2 allows. */
    long steps() {
        return Math.max(2, (long) Math.ceil(spread() * Math.log(1 / EPS)));
    }
}
