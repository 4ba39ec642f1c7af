package org.gradus.theory.localsgd;

import org.gradus.optim.option.Require;

/**
 * What bounds for Local SGD depend on.
 *
 * @param smoothness L, an upper bound on the curvature
 * @param noise sigma, the standard deviation of a gradient: the total over coordinates
 * @param distance D, from the start to the minimizer
 * @param nodes M
 * @param localSteps H
 * @param rounds R
 */
public record Setting(double smoothness, double noise, double distance, int nodes, int localSteps, int rounds) {
    public Setting {
        Require.positive("L", smoothness);
        Require.nonNegative("sigma", noise);
        Require.positive("D", distance);
        Require.check(nodes >= 1, "M", "at least 1", nodes);
        Require.check(localSteps >= 1, "H", "at least 1", localSteps);
        Require.check(rounds >= 1, "R", "at least 1", rounds);
    }

    /** {@code L eta^2 sigma^2 (H-1)(1-1/M) / 4}: what the nodes' drifting apart costs; 0 on quadratics. */
    double drift(double eta) {
        return smoothness * eta * eta * noise * noise * (localSteps - 1) * (1 - 1.0 / nodes) / 4;
    }

    /** {@code sigma^2 / (2M)}: what the mean gradient's noise costs, a unit of the inner rate. */
    double meanNoise() {
        return noise * noise / (2 * nodes);
    }
}
