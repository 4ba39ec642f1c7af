package org.gradus.theory.localsgd;

import java.util.Locale;
import org.gradus.federated.rule.Accelerated;
import org.gradus.federated.rule.Nesterov;
import org.gradus.federated.rule.OuterScheduleFree;
import org.gradus.optim.Optimizer;
import org.gradus.optim.rule.Sgd;

/**
 * Outer methods that are linear in a state of two numbers (p, q), in exact second moments on quadratics. The model that is
 * evaluated is p.
 */
enum LinearOuter {
    /** {@code p' = p + gamma D}. */
    SGD {
        @Override
        Round round(int r, double gamma) {
            return new Round(1, 0, 1, 0, gamma, 0, 0, 0);
        }

        @Override
        Optimizer optimizer(double gamma) {
            return Sgd.of(gamma);
        }
    },
    /** {@code x = (1-tau) p + tau q}, tau = 2/(r+2); {@code p' = x + D}, {@code q' = q + gamma (r+1)/2 D}. */
    ACCELERATED {
        @Override
        Round round(int r, double gamma) {
            double tau = 2.0 / (r + 2);
            return new Round(1 - tau, tau, 1 - tau, tau, 1, 0, 1, gamma * (r + 1) / 2);
        }

        @Override
        Optimizer optimizer(double gamma) {
            return Accelerated.of(gamma);
        }
    },
    /** Momentum mu = 0.9, q the buffer: {@code q' = mu q - D}, {@code p' = p + gamma (D - mu q')}. */
    NESTEROV {
        @Override
        Round round(int r, double gamma) {
            double mu = 0.9;
            return new Round(1, 0, 1, -gamma * mu * mu, gamma * (1 + mu), 0, mu, -1);
        }

        @Override
        double start() {
            return 0;
        }

        @Override
        Optimizer optimizer(double gamma) {
            return Nesterov.of(gamma, 0.9);
        }
    },
    /** Beta = 0.2, {@code x = 0.8 q + 0.2 p}; {@code q' = q + gamma D}, {@code p' = (1-c) p + c q'}, c = 1/(r+2). */
    SCHEDULE_FREE {
        @Override
        Round round(int r, double gamma) {
            double c = 1.0 / (r + 2);
            return new Round(0.2, 0.8, 1 - c, c, c * gamma, 0, 1, gamma);
        }

        @Override
        Optimizer optimizer(double gamma) {
            return OuterScheduleFree.of(gamma, 0.2, OuterScheduleFree.Variant.PAPER);
        }
    };

    /**
     * Clients start at {@code x = xp p + xq q}; then {@code p' = pp p + pq q + pd D} and {@code q' = qp p + qq q + qd D}.
     */
    record Round(double xp, double xq, double pp, double pq, double pd, double qp, double qq, double qd) {}

    /** Round r = 0, 1, ... */
    abstract Round round(int r, double gamma);

    abstract Optimizer optimizer(double gamma);

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What q begins with where p begins with 1. */
    double start() {
        return 1;
    }

    /** {@code E sum_lam lam p^2/2} after all rounds from errors of 1, with noise s on every gradient coordinate. */
    double expected(double[] eigenvalues, double eta, double gamma, double s, int nodes, int localSteps, int rounds) {
        double sum = 0;
        for (double lam : eigenvalues) {
            double shrink = 1 - Recursion.contraction(eta, lam, localSteps);
            sum += lam / 2 * secondMoment(gamma, shrink, Recursion.deltaNoise(eta, lam, s, nodes, localSteps), rounds);
        }
        return sum;
    }

    /** {@code E p^2} where {@code D = -shrink x + n}, n of this variance and independent of the state. */
    private double secondMoment(double gamma, double shrink, double variance, int rounds) {
        double pp = 1;
        double pq = start();
        double qq = start() * start();
        for (int r = 0; r < rounds; r++) {
            Round m = round(r, gamma);
            double a = m.pp - m.pd * shrink * m.xp;
            double b = m.pq - m.pd * shrink * m.xq;
            double c = m.qp - m.qd * shrink * m.xp;
            double d = m.qq - m.qd * shrink * m.xq;
            double nextPp = a * a * pp + 2 * a * b * pq + b * b * qq + m.pd * m.pd * variance;
            double nextPq = a * c * pp + (a * d + b * c) * pq + b * d * qq + m.pd * m.qd * variance;
            qq = c * c * pp + 2 * c * d * pq + d * d * qq + m.qd * m.qd * variance;
            pp = nextPp;
            pq = nextPq;
        }
        return pp;
    }
}
