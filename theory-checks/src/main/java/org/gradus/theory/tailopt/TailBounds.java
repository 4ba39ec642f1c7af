package org.gradus.theory.tailopt;

import java.util.Arrays;
import org.gradus.federated.noise.By;
import org.gradus.federated.noise.StudentT;

/** Right-hand sides of the convergence bounds of clipped local steps, for constant rates and thresholds. */
final class TailBounds {
    private final Tail t;
    private final double smoothness;
    private final double start;
    private final double moment;
    private final double steps;

    TailBounds(Tail tail) {
        this.t = tail;
        this.smoothness = Arrays.stream(t.w()).max().orElseThrow();
        this.start = t.problem().gap(new double[t.w().length]);
        this.moment = new StudentT(t.nu(), t.noiseScale(), By.COORDINATE).absoluteMoment(t.alpha()).orElseThrow();
        this.steps = t.eta() * t.localSteps();
    }

    /** T1, plain averaging: {@code 2 D0/(eta z T) + (L eta U (z-1)/2 + b)^2 + L eta z S2}. */
    double averaged() {
        return 2 * start / (steps * t.rounds()) + Math.pow(drift() + bias(), 2) + smoothness * steps * secondMoment();
    }

    /** T2, Bi2Clip with an outer upper threshold of eta z u: the outer lower threshold dt costs its part. */
    double bi2Clip() {
        int n = t.w().length;
        double dt = t.outerLower();
        return 2 * start / (steps * t.rounds()) + Math.pow(drift() + bias() + Math.sqrt(n) * dt / steps, 2)
                + 2 * smoothness * steps * secondMoment() + 2 * smoothness * n * dt * dt / steps;
    }

    /** T3, Adagrad without first moment outside: bounds the smallest expected squared gradient. */
    double adagrad() {
        double c = steps * t.upper();
        double k = c * Math.sqrt(t.rounds()) + t.tau();
        double gamma = t.outerRate();
        double slopes = Arrays.stream(t.w()).sum();
        double growth = smoothness * t.w().length * gamma * gamma / 2
                * Math.log1p(t.rounds() * c * c / (t.tau() * t.tau()));
        double rest = 0;
        for (double w : t.w()) rest += Math.pow(drift() + (t.byNorm() ? bias() : coordinateBias(w)), 2);
        return 2 * k / (gamma * steps * t.rounds()) * (start + gamma * c / t.tau() * slopes + growth) + k / t.tau() * rest;
    }

    /** How far local gradients are from those at the round's start, {@code L eta U (z-1)/2}. */
    private double drift() {
        double length = t.byNorm() ? t.upper() : t.upper() * Math.sqrt(t.w().length);
        return smoothness * t.eta() * length * (t.localSteps() - 1) / 2;
    }

    private double bias() {
        if (t.byNorm()) return ClipConstants.bias(t.alpha(), moment * t.w().length, length(), t.upper());
        return Math.sqrt(Arrays.stream(t.w()).map(w -> Math.pow(coordinateBias(w), 2)).sum());
    }

    private double coordinateBias(double slope) {
        return ClipConstants.bias(t.alpha(), moment, slope, t.upper()) + t.lower();
    }

    private double secondMoment() {
        if (t.byNorm()) {
            return ClipConstants.secondMoment(t.alpha(), moment * t.w().length, length(), t.upper(), 0);
        }
        return Arrays.stream(t.w())
                .map(w -> ClipConstants.secondMoment(t.alpha(), moment, w, t.upper(), t.lower())).sum();
    }

    /** G, which no gradient is longer than. */
    private double length() {
        return Math.sqrt(Arrays.stream(t.w()).map(w -> w * w).sum());
    }
}
