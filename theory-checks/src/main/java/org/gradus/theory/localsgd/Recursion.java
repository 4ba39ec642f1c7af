package org.gradus.theory.localsgd;

/**
 * Exact recursions of a round on one eigenvalue of a quadratic: what a client contracts to is {@code a = (1 - eta lam)^H},
 * so the outer delta is {@code -(1-a) e} of the error e at its start.
 */
final class Recursion {
    private Recursion() {}

    static double contraction(double eta, double lam, int localSteps) {
        return Math.pow(1 - eta * lam, localSteps);
    }

    /** The factor of outer SGD on the mean error, a round. */
    static double factor(double gamma, double a) {
        return 1 - gamma + gamma * a;
    }

    /** {@code E e^2} after R rounds of outer SGD from e_0, with the noise {@code s^2} of each gradient coordinate. */
    static double secondMoment(double e0, double eta, double lam, double gamma, double s, int nodes, int localSteps,
            int rounds) {
        double added = gamma * gamma * deltaNoise(eta, lam, s, nodes, localSteps);
        double factor = Math.pow(factor(gamma, contraction(eta, lam, localSteps)), 2);
        double m = e0 * e0;
        for (int r = 0; r < rounds; r++) m = factor * m + added;
        return m;
    }

    /** The variance that the noise {@code s^2} of each gradient coordinate leaves in a delta. */
    static double deltaNoise(double eta, double lam, double s, int nodes, int localSteps) {
        double inner = Math.pow(1 - eta * lam, 2);
        return eta * eta * s * s / nodes
                * (inner == 1 ? localSteps : (1 - Math.pow(inner, localSteps)) / (1 - inner));
    }

    /** The outer methods whose stability is known in closed form. */
    enum Outer {
        SGD {
            @Override
            double limit(double mu) {
                return 2;
            }

            @Override
            double[][] matrix(double step, double mu) {
                return new double[][] {{1 - step, 0}, {0, 0}};
            }
        },
        /** {@code x' = x + gamma D + mu (x - x_prev)}, on (e, e_prev). */
        HEAVY_BALL {
            @Override
            double limit(double mu) {
                return 2 * (1 + mu);
            }

            @Override
            double[][] matrix(double step, double mu) {
                return new double[][] {{1 - step + mu, -mu}, {1, 0}};
            }
        },
        /** {@code b' = mu b - D}, {@code x' = x - gamma (mu b' - D)}, on (e, gamma b). */
        NESTEROV {
            @Override
            double limit(double mu) {
                return 2 * (1 + mu) / (1 + 2 * mu);
            }

            @Override
            double[][] matrix(double step, double mu) {
                return new double[][] {{1 - step * (1 + mu), -mu * mu}, {step, mu}};
            }
        };

        /** The {@code gamma (1-a)} from which on the method is unstable. */
        abstract double limit(double mu);

        /** One round, by {@code step = gamma (1-a)}. */
        abstract double[][] matrix(double step, double mu);

        /** The larger modulus of the two eigenvalues. */
        double spectralRadius(double step, double mu) {
            double[][] m = matrix(step, mu);
            double half = (m[0][0] + m[1][1]) / 2;
            double determinant = m[0][0] * m[1][1] - m[0][1] * m[1][0];
            double discriminant = half * half - determinant;
            return discriminant < 0 ? Math.sqrt(determinant) : Math.abs(half) + Math.sqrt(discriminant);
        }
    }
}
