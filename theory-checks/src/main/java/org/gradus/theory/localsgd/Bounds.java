package org.gradus.theory.localsgd;

/**
 * Right-hand sides of the convergence theorems, and the conditions on the rates. A condition holds where the value is at
 * most 1 (strict form), or at most what the paper prints (published form). All are i.i.d. theory.
 */
public final class Bounds {
    private final Setting s;

    public Bounds(Setting setting) {
        this.s = setting;
    }

    /** Theorem 1's condition as printed: {@code eta L (1 + (gamma-1)_+ H) <= 1/4}. Returns the left side. */
    public double publishedSgdCondition(double eta, double gamma) {
        return eta * s.smoothness() * (1 + excess(gamma) * s.localSteps());
    }

    /** The strict form: {@code eta L (1 + 2 (gamma-1)_+ H) <= 1}. Returns the left side. */
    public double sgdCondition(double eta, double gamma) {
        return eta * s.smoothness() * (1 + 2 * excess(gamma) * s.localSteps());
    }

    /**
     * Outer SGD: {@code E f(ybar) - f* <= D^2/(2 gamma eta R H) + (eta sigma^2/(2M)) (1 + 2 (gamma-1)_+) + drift}, where
     * ybar averages the local points before each step.
     */
    public double sgd(double eta, double gamma, boolean quadratic) {
        return optimization(eta, gamma) + eta * s.meanNoise() * (1 + 2 * excess(gamma)) + (quadratic ? 0 : s.drift(eta));
    }

    /** Theorem 2's two conditions as printed, the second with the first power of 1 - mu; see {@link MomentumCondition}. */
    public double[] publishedMomentumConditions(double eta, double gamma, double mu) {
        return new double[] {publishedSgdCondition(eta, gamma / (1 - mu)),
            eta * gamma * mu * s.smoothness() * s.localSteps() / (1 - mu)};
    }

    /**
     * The strict form: {@code eta L (1 + 2H [(g-1)_+ + 2 g mu/(1-mu)]) <= 1} with {@code g = gamma/(1-mu)}. Returns the left
     * side.
     */
    public double momentumCondition(double eta, double gamma, double mu) {
        return eta * s.smoothness() * (1 + 2 * s.localSteps() * momentumExcess(gamma, mu));
    }

    /** Outer heavy ball: as {@link #sgd} with {@code g = gamma/(1-mu)} for gamma and the excess of its condition. */
    public double momentum(double eta, double gamma, double mu, boolean quadratic) {
        return optimization(eta, gamma / (1 - mu)) + eta * s.meanNoise() * (1 + 2 * momentumExcess(gamma, mu))
                + (quadratic ? 0 : s.drift(eta));
    }

    /** Theorem 3 applies where {@code 2 L eta <= 1} and {@code gamma <= 1}. */
    public boolean acceleratedApplies(double eta, double gamma) {
        return 2 * s.smoothness() * eta <= 1 && gamma <= 1;
    }

    /** Accelerated outer method: bounds {@code E f(u_R) - f*}, of the last iterate. */
    public double accelerated(double eta, double gamma, boolean quadratic) {
        double r = s.rounds();
        double l = s.smoothness();
        double variance = s.noise() * s.noise();
        double h = s.localSteps();
        double curvature = l * eta * eta * variance * (h + 1) / (4 * s.nodes());
        double drift = s.drift(eta) + (1 - 1.0 / s.nodes()) * (h - 1) * l * l * eta * eta * eta * variance * (h + 1) / 6;
        return 2 * s.distance() * s.distance() / (gamma * eta * h * r * (r + 1))
                + (r + 2) / 3 * (eta * s.meanNoise() + curvature + (quadratic ? 0 : drift));
    }

    /** The terms of Local SGD's rate with gamma = 1 and its best eta, constants 1. */
    public double[] localSgdRate() {
        return new double[] {ld2() / (s.rounds() * (double) s.localSteps()), noiseTerm(),
            Math.cbrt(ld2() * s.noise() * s.noise() * s.distance() * s.distance() / s.localSteps() / Math.pow(s.rounds(),
                    2))};
    }

    /** The terms of minibatch SGD's rate, which small eta and large gamma give. */
    public double[] minibatchRate() {
        return new double[] {ld2() / s.rounds(), noiseTerm()};
    }

    /** The terms of the accelerated method's rate. */
    public double[] acceleratedRate() {
        double variance = s.noise() * s.noise();
        double d2 = s.distance() * s.distance();
        return new double[] {ld2() / (s.localSteps() * Math.pow(s.rounds(), 2)), noiseTerm(),
            Math.cbrt(s.smoothness() * variance * d2 * d2 / s.localSteps()) / s.rounds(),
            Math.pow(s.smoothness() * s.smoothness() * variance * d2 * d2 * d2 / s.localSteps() / Math.pow(s.rounds(), 5),
                    0.25)};
    }

    /** The inner rates whose minimum gives {@link #acceleratedRate} at gamma = 1. */
    public double[] acceleratedRates() {
        double l = s.smoothness();
        double h = s.localSteps();
        double r3 = Math.pow(s.rounds(), 3);
        double ratio = Math.pow(s.distance() / s.noise(), 2);
        return new double[] {1 / (2 * l), s.distance() * Math.sqrt(s.nodes()) / (s.noise() * Math.sqrt(h * r3)),
            Math.cbrt(ratio / (l * h * h * r3)), Math.pow(ratio / (l * l * h * h * h * r3), 0.25)};
    }

    private double optimization(double eta, double gamma) {
        return s.distance() * s.distance() / (2 * gamma * eta * s.rounds() * s.localSteps());
    }

    private double noiseTerm() {
        return s.noise() * s.distance() / Math.sqrt((double) s.nodes() * s.rounds() * s.localSteps());
    }

    private double ld2() {
        return s.smoothness() * s.distance() * s.distance();
    }

    private static double excess(double gamma) {
        return Math.max(0, gamma - 1);
    }

    private static double momentumExcess(double gamma, double mu) {
        double g = gamma / (1 - mu);
        return excess(g) + 2 * g * mu / (1 - mu);
    }
}
