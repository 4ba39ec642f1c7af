package org.gradus.experiments.compare;

/**
 * Where differences lie.
 *
 * @param estimate of their centre
 * @param low      end of its confidence interval; NaN where there is none
 * @param high     the other end
 * @param p        two-sided, of the hypothesis that the centre is 0; NaN where it was not tested
 */
record Location(double estimate, double low, double high, double p) {
    static Location alone(double estimate) {
        return new Location(estimate, Double.NaN, Double.NaN, Double.NaN);
    }
}
