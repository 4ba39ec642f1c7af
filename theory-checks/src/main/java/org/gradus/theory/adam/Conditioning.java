package org.gradus.theory.adam;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * The condition numbers that bounds for a dense quadratic are made of. With {@code D_0 = diag|g_0i|},
 * {@code Lam = diag Q_ii}, {@code B_0 = diag sqrt(2 Q_ii f_0)}:
 *
 * @param hessian eigenvalues of Q
 * @param preconditioned eigenvalues of {@code D_0^-1/2 Q D_0^-1/2}, of which kappa_P and M_0 come
 * @param jacobi eigenvalues of {@code Lam^-1/2 Q Lam^-1/2}, of which kbar comes
 * @param mu0 the smallest eigenvalue of {@code B_0^-1/2 Q B_0^-1/2}
 * @param kdiag {@code max Q_ii / min Q_ii}
 * @param rho the spread of {@code |g_0i| / Q_ii}
 */
record Conditioning(int dimension, Eigen hessian, Eigen preconditioned, Eigen jacobi, double mu0, double kdiag, double rho) {

    static Conditioning of(Dense problem) {
        double[][] q = problem.q();
        double[] g = problem.gradient();
        double f = problem.value();
        double[] relative = vector(g.length, i -> Math.abs(g[i]) / q[i][i]);
        double[] diagonal = vector(g.length, i -> q[i][i]);
        return new Conditioning(g.length, Eigen.of(q), preconditioned(problem),
                Eigen.of(Dense.scaled(q, vector(g.length, i -> 1 / Math.sqrt(q[i][i])))),
                Eigen.of(Dense.scaled(q, vector(g.length, i -> 1 / Math.sqrt(Math.sqrt(2 * q[i][i] * f))))).smallest(),
                spread(diagonal), spread(relative));
    }

    /** {@code D_0^-1/2 Q D_0^-1/2}, as frozen Adam sees it. */
    static Eigen preconditioned(Dense problem) {
        double[] g = problem.gradient();
        return Eigen.of(Dense.scaled(problem.q(), vector(g.length, i -> 1 / Math.sqrt(Math.abs(g[i])))));
    }

    double kappa() {
        return hessian.condition();
    }

    double kbar() {
        return jacobi.condition();
    }

    double kappaP() {
        return preconditioned.condition();
    }

    double m0() {
        return preconditioned.largest();
    }

    /** {@code 2 M_0 / mu_0}: T5's rate of decrease. */
    double kappaEff() {
        return 2 * m0() / mu0;
    }

    /** {@code d kbar sqrt(d kbar kdiag)}: the paper's quantity in our reading of its symbols. */
    double paperQuantity() {
        return dimension * kbar() * Math.sqrt(dimension * kbar() * kdiag);
    }

    /** {@code K = ceil(kappa_eff ln(1/eps))}. */
    long steps(double eps) {
        return Math.max(2, (long) Math.ceil(kappaEff() * Math.log(1 / eps)));
    }

    /** Relative error of an eigenvalue's or condition number's computation, generously. */
    double roundingOf(double condition) {
        return 16 * dimension * dimension * 0x1p-53 * Math.max(1, condition);
    }

    private static double spread(double[] values) {
        return Arrays.stream(values).max().orElseThrow() / Arrays.stream(values).min().orElseThrow();
    }

    private static double[] vector(int n, IntToDoubleFunction value) {
        double[] values = new double[n];
        Arrays.setAll(values, value);
        return values;
    }
}
