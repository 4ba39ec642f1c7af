package org.gradus.theory.schedule;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gradus.optim.schedule.Schedule;

/**
 * Gradient descent and SGD on a quadratic in exact expectation: with eigenvalues lam_i from {@code 1/kappa} to 1 and the
 * second moments m_i of the errors, {@code m <- (1 - h lam)^2 m + h^2 lam sigma^2} under the rate h. Each schedule is run at
 * its own best peak of a grid, as schedules have different means.
 *
 * @param value the final loss over the first, {@code E f_T / E f_0}
 * @param peak the rate that gives it
 * @param atEdge whether that is the first or last of the grid
 */
public record BestPeak(double value, double peak, boolean atEdge) {
    private static final int DIMENSION = 64;

    /** The best peak of {@code 2^low, 2^(low+step), ..., 2^high}. */
    static BestPeak of(Schedule shape, double kappa, int steps, double sigma2, double low, double high, double step) {
        double[] rates = Shapes.values(shape, steps);
        int points = (int) Math.round((high - low) / step);
        BestPeak best = new BestPeak(Double.POSITIVE_INFINITY, Double.NaN, true);
        for (int j = 0; j <= points; j++) {
            double peak = Math.pow(2, low + j * step);
            double value = relativeLoss(rates, peak, kappa, sigma2);
            if (value < best.value) best = new BestPeak(value, peak, j == 0 || j == points);
        }
        return best;
    }

    /** SGD with gradient noise, over peaks from 2^-10 to 2^1.75. */
    public static Map<String, BestPeak> noisy(double kappa, int steps, double sigma2, Map<String, Schedule> shapes) {
        Map<String, BestPeak> best = new LinkedHashMap<>();
        shapes.forEach((name, shape) -> best.put(name, of(shape, kappa, steps, sigma2, -10, 1.75, 0.25)));
        return best;
    }

    /** Gradient descent, over peaks from 2^-2 to 2^9 in finer steps. */
    static Map<String, BestPeak> quiet(double kappa, int steps, Map<String, Schedule> shapes) {
        Map<String, BestPeak> best = new LinkedHashMap<>();
        shapes.forEach((name, shape) -> best.put(name, of(shape, kappa, steps, 0, -2, 9, 0.1)));
        return best;
    }

    private static double relativeLoss(double[] rates, double peak, double kappa, double sigma2) {
        double[] lam = new double[DIMENSION];
        double[] m = new double[DIMENSION];
        double first = 0;
        for (int i = 0; i < DIMENSION; i++) {
            lam[i] = Math.pow(kappa, i / (DIMENSION - 1.0)) / kappa;
            // Errors of 1 at the start: without noise the largest eigenvalue's scale does not matter.
            m[i] = 1;
            first += lam[i];
        }
        for (double rate : rates) {
            double h = peak * rate;
            double noise = h * h * sigma2;
            for (int i = 0; i < DIMENSION; i++) {
                double keep = 1 - h * lam[i];
                m[i] = keep * keep * m[i] + noise * lam[i];
            }
        }
        double last = 0;
        for (int i = 0; i < DIMENSION; i++) last += lam[i] * m[i];
        return last / first;
    }
}
