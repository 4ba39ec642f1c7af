package org.gradus.theory.adam;

import org.apache.commons.math3.analysis.integration.IterativeLegendreGaussIntegrator;
import org.apache.commons.math3.special.Beta;

/**
 * Descent on the linear bigram model with word frequencies {@code pi_k = k^-a / H}, k = 1..d: a quadratic whose loss
 * relative to the start is a weighted sum over words. Kunstner and Bach, arXiv 2505.19227.
 */
final class Bigram {
    private Bigram() {}

    /** Relative loss after t steps of gradient descent at rate {@code 1/pi_1}: {@code sum k^-a (1 - k^-a)^(2t) / H}. */
    static double gradientDescent(int d, double a, double t) {
        double sum = 0;
        double total = 0;
        for (int k = 1; k <= d; k++) {
            double frequency = a == 1 ? 1.0 / k : Math.pow(k, -a);
            total += frequency;
            if (k > 1) sum += frequency * Math.exp(2 * t * Math.log1p(-frequency));
        }
        return sum / total;
    }

    /** Its limit for a &lt; 1 at {@code 2t = tau d^a}: {@code (1-a)/a E_(1/a)(tau)}, an exponential integral. */
    static double limitBelowOne(double a, double tau) {
        double p = 1 / a;
        // E_p(tau) = int_1^inf exp(-tau s) s^-p ds, with u = 1/s.
        double integral = new IterativeLegendreGaussIntegrator(16, 1e-12, 1e-14).integrate(100_000,
                u -> u == 0 ? 0 : Math.exp(-tau / u) * Math.pow(u, p - 2), 0, 1);
        return (1 - a) / a * integral;
    }

    /** Its limit for a &gt; 1: {@code B(1 - 1/a, 1 + 2t) / (a zeta(a))}. */
    static double limitAboveOne(double a, double t) {
        return Math.exp(Beta.logBeta(1 - 1 / a, 1 + 2 * t)) / (a * zeta(a));
    }

    /** Riemann's zeta by Euler and Maclaurin. */
    static double zeta(double a) {
        int n = 20;
        double sum = 0;
        for (int k = 1; k < n; k++) sum += Math.pow(k, -a);
        double tail = Math.pow(n, 1 - a) / (a - 1) + Math.pow(n, -a) / 2 + a * Math.pow(n, -a - 1) / 12
                - a * (a + 1) * (a + 2) * Math.pow(n, -a - 3) / 720
                + a * (a + 1) * (a + 2) * (a + 3) * (a + 4) * Math.pow(n, -a - 5) / 30240;
        return sum + tail;
    }

    /** The time scale of sign descent at a = 1: {@code tau = 2T/sqrt(d)}. */
    static double tau(int d, int steps) {
        return 2 * steps / Math.sqrt(d);
    }

    /** {@code 1/(T phi)} with {@code phi = 1 + 1/tau^2}: the rate of sign descent, in units of 1/H. */
    static double signRate(int d, int steps) {
        return 1 / (steps * (1 + 1 / Math.pow(tau(d, steps), 2)));
    }

    /** Relative loss of sign descent for a = 1 in the model where a coordinate that oscillates is off by half a step. */
    static double signModel(int d, int steps) {
        double rate = signRate(d, steps);
        double sum = 0;
        double total = 0;
        for (int k = 1; k <= d; k++) {
            double left = 1.0 / k - rate * steps;
            double error = left > 0 ? left : rate / 2;
            sum += error * error;
            total += 1.0 / k / k;
        }
        return sum / total;
    }

    /** The same for the iteration itself. */
    static double signDescent(int d, int steps) {
        double rate = signRate(d, steps);
        double sum = 0;
        double total = 0;
        for (int k = 1; k <= d; k++) {
            double error = 1.0 / k;
            for (int t = 0; t < steps; t++) error -= rate * Math.signum(error);
            sum += error * error;
            total += 1.0 / k / k;
        }
        return sum / total;
    }

    /** {@code (6/pi^2) / (1 + tau^2)}, for tau >= 1. */
    static double signLaw(double tau) {
        return 6 / (Math.PI * Math.PI) / (1 + tau * tau);
    }
}
