package org.gradus.theory.schedule;

import java.util.Arrays;
import org.gradus.optim.schedule.Schedule;
import org.gradus.theory.Checker;

/**
 * {@code L(s) = L0 + A S1(s)^-alpha + B sum_(k<=s) (eta_k - eta_(k-1)) (1 - (1 + C eta_k^-gamma (S1(s) - S1(k-1)))^-beta)},
 * Luo et al., arXiv 2503.12811, with the warm-up as it was: from 0, evenly to the peak.
 */
record MultiPowerLaw(double l0, double a, double alpha, double b, double c, double beta, double gamma) {
    /**
     * The parameters that the authors publish for their model of 100 million parameters. They fitted them to three runs: a
     * cosine, a constant rate and one with a single drop.
     */
    static final MultiPowerLaw PUBLISHED = new MultiPowerLaw(2.6514477, 0.60115152, 0.45295811, 437.9464276, 2.13245612,
            0.59785199, 0.65523644);

    double[] predict(LossCurves.Curve curve) {
        double[] eta = rates(curve.schedule());
        double[] s1 = eta.clone();
        for (int i = 1; i < s1.length; i++) s1[i] += s1[i - 1];
        double[] scale = new double[eta.length];
        Arrays.setAll(scale, k -> eta[k] > 0 ? c * Math.pow(eta[k], -gamma) : 0);
        return Checker.parallel(curve.steps().length, i -> at(curve.steps()[i], eta, s1, scale)).stream().mapToDouble(l -> l)
                .toArray();
    }

    private double at(int s, double[] eta, double[] s1, double[] scale) {
        double drop = 0;
        for (int k = 1; b != 0 && k <= s; k++) {
            double change = eta[k] - eta[k - 1];
            if (change != 0) drop += change * (1 - Math.pow(1 + scale[k] * (s1[s] - s1[k - 1]), -beta));
        }
        return l0 + a * Math.pow(s1[s], -alpha) + b * drop;
    }

    private static double[] rates(Schedule schedule) {
        double[] eta = new double[LossCurves.UPDATES];
        Arrays.setAll(eta, t -> t < LossCurves.WARMUP ? LossCurves.PEAK * t / (LossCurves.WARMUP - 1) : schedule.at(t));
        return eta;
    }

    FitError error(LossCurves.Curve curve) {
        return FitError.of(predict(curve), curve.losses());
    }
}
