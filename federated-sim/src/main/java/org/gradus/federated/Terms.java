package org.gradus.federated;

/**
 * The quantities that the analysis of Local SGD is made of (Khaled et al. 2025, arXiv 2509.10439), summed over the local
 * steps h of one round r. y_mh and g_mh are the local models before the step and the gradients that the inner optimizer
 * sees, y_h and g_h their weighted averages over clients, n_h = g_h minus the average of the expected gradients.
 *
 * @param squaredGradients {@code sum_h |g_h|^2}
 * @param squaredSum {@code |G|^2, G = sum_h g_h}
 * @param spread {@code sum_h V_h}, V_h the weighted average of {@code |y_mh - y_h|^2}
 * @param squaredNoise {@code sum_h |n_h|^2}
 * @param progress {@code sum_h <y_h - x*, g_h>}; NaN, as the following, where x* is unknown
 * @param martingale {@code sum_h <y_h - x*, n_h>}
 * @param largestDistance {@code max_h |y_h - x*|}
 * @param distanceBefore {@code |x_r - x*|^2} of the model that was broadcast
 * @param distanceAfter the same after the outer step
 */
public record Terms(double squaredGradients, double squaredSum, double spread, double squaredNoise, double progress,
        double martingale, double largestDistance, double distanceBefore, double distanceAfter) {}
