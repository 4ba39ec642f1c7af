package org.gradus.theory.localsgd;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.gradus.optim.option.Require;

/**
 * The best inner rate eta and outer rate gamma by the bound for outer SGD (Proposition 1 of arXiv 2509.10439, completed):
 * minimise {@code h = A/(eta gamma) + B eta + C (gamma-1)_+ eta + E eta^2} subject to
 * {@code eta L (1 + (gamma-1)_+ H) <= limit}. With p = eta gamma it is a convex program, whose minimum is one of four:
 * gamma = 1; on the constraint; inside; or the limit eta to 0 at fixed p, minibatch SGD, which is not attained. The paper
 * lists the first two.
 */
public record RatePlan(Coefficients coefficients, List<Candidate> candidates, Candidate limit) {
    /** The paper's right side of the step condition. */
    public static final double PUBLISHED_LIMIT = 0.25;

    /** The numbers of the program; L is the smoothness, H the local steps. */
    public record Coefficients(double a, double b, double c, double e, double smoothness, int localSteps, double limit) {
        public Coefficients {
            Require.positive("A", a);
            Require.nonNegative("B", b);
            Require.nonNegative("C", c);
            Require.nonNegative("E", e);
            Require.positive("L", smoothness);
            Require.check(localSteps >= 1, "H", "at least 1", localSteps);
            Require.positive("s", limit);
        }

        /** The strict constants of a setting. */
        public static Coefficients of(Setting s, double limit, boolean quadratic) {
            return new Coefficients(s.distance() * s.distance() / (2.0 * s.rounds() * s.localSteps()), s.meanNoise(),
                    2 * s.meanNoise(),
                    quadratic ? 0 : s.drift(1), s.smoothness(), s.localSteps(), limit);
        }

        /** The objective; infinite where the step condition fails. */
        public double value(double eta, double gamma) {
            double excess = Math.max(0, gamma - 1);
            if (eta * smoothness * (1 + excess * localSteps) > limit * (1 + 1e-12)) return Double.POSITIVE_INFINITY;
            return a / (eta * gamma) + b * eta + c * excess * eta + e * eta * eta;
        }

        /** The largest p at a vanishing eta. */
        double q() {
            return limit / (smoothness * localSteps);
        }
    }

    /**
     * A pair of rates.
     *
     * @param name A (gamma = 1), B (on the step condition), C (inside) or D (the limit eta to 0)
     * @param eta 0 for D
     * @param product {@code p = eta gamma}, the effective rate
     * @param value of the objective: the bound on the error
     * @param binding what keeps the rates from being larger
     */
    public record Candidate(String name, double eta, double gamma, double product, double value, String binding) {}

    public static RatePlan of(Coefficients k) {
        List<Candidate> candidates = new ArrayList<>();
        candidates.add(plainAveraging(k));
        addOnTheCondition(k, candidates);
        addInside(k, candidates);
        return new RatePlan(k, List.copyOf(candidates), vanishing(k));
    }

    /** The candidate with the smallest bound; the limit only where it is strictly smaller. */
    public Candidate best() {
        Candidate best = candidates.stream().min(Comparator.comparingDouble(Candidate::value)).orElseThrow();
        return limit.value < best.value ? limit : best;
    }

    /** A: {@code eta = min(limit/L, root of 2E x^3 + B x^2 = A)}. */
    private static Candidate plainAveraging(Coefficients k) {
        double most = k.limit / k.smoothness;
        double eta = most;
        if (slopeAtOne(k, most) > 0) eta = root(x -> slopeAtOne(k, x), 0, most);
        String binding = eta < most ? "none: optimization and noise are balanced" : "eta L <= " + k.limit;
        return candidate(k, "A", eta, 1, binding);
    }

    private static double slopeAtOne(Coefficients k, double x) {
        return 2 * k.e * x * x * x + k.b * x * x - k.a;
    }

    /**
     * B: on {@code p = q + (1 - 1/H) eta}, where the derivative vanishes; it increases, so there is at most one such point.
     */
    private static void addOnTheCondition(Coefficients k, List<Candidate> candidates) {
        double share = 1 - 1.0 / k.localSteps;
        UnivariateFunction slope = x -> (k.b - k.c / k.localSteps + 2 * k.e * x) * Math.pow(k.q() + share * x,
                2) - share * k.a;
        double most = k.limit / k.smoothness;
        if (!(slope.value(0) < 0 && slope.value(most) > 0)) return;
        double eta = root(slope, 0, most);
        double gamma = 1 + (k.limit - eta * k.smoothness) / (eta * k.smoothness * k.localSteps);
        candidates.add(candidate(k, "B", eta, gamma, "eta L (1 + (gamma-1) H) <= " + k.limit));
    }

    /** C: {@code eta = (C-B)/(2E)}, {@code p = sqrt(A/C)}, where that is allowed. */
    private static void addInside(Coefficients k, List<Candidate> candidates) {
        if (!(k.c > k.b && k.e > 0)) return;
        double eta = (k.c - k.b) / (2 * k.e);
        double product = Math.sqrt(k.a / k.c);
        boolean allowed = eta * k.smoothness + (product - eta) * k.smoothness * k.localSteps <= k.limit;
        if (product > eta && allowed) candidates.add(candidate(k, "C", eta, product / eta,
                "none: drift limits eta, noise limits eta gamma"));
    }

    /** D: an infimum, approached by an eta as small as one can afford. */
    private static Candidate vanishing(Coefficients k) {
        double product = k.c == 0 ? k.q() : Math.min(Math.sqrt(k.a / k.c), k.q());
        String binding = product < k.q() ? "none: noise limits eta gamma" : "eta gamma L H <= " + k.limit;
        return new Candidate("D", 0, Double.POSITIVE_INFINITY, product, k.a / product + k.c * product, binding);
    }

    private static Candidate candidate(Coefficients k, String name, double eta, double gamma, String binding) {
        return new Candidate(name, eta, gamma, eta * gamma, k.value(eta, gamma), binding);
    }

    private static double root(UnivariateFunction f, double low, double high) {
        return new BrentSolver(1e-15, 1e-300, 1e-300).solve(10_000, f, low, high);
    }
}
