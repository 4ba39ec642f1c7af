package org.gradus.experiments.result;

import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.gradus.experiments.result.Measure;

/** Numbers over seeds as text. */
public final class Quantity {
    private Quantity() {}

    /** With linear interpolation, as in the figures; infinite where it lies between finite and infinite numbers. */
    public static double quantile(double[] values, double percent) {
        double quantile = new Percentile(percent).withEstimationType(Percentile.EstimationType.R_7).evaluate(values);
        return Double.isNaN(quantile) ? Double.POSITIVE_INFINITY : quantile;
    }

    public static String text(String format, Object value) {
        return String.format(Locale.ROOT, format, value);
    }

    /** A loss to four digits; infinite ones belong to runs that diverged. */
    public static String loss(double value) {
        return Double.isInfinite(value) ? "diverged" : text("%.4g", value);
    }
}
