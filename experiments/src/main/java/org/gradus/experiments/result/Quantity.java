package org.gradus.experiments.result;

import java.util.Arrays;
import java.util.Locale;
import org.gradus.plots.Quantile;

/** Numbers over seeds as text. */
public final class Quantity {
    private Quantity() {}

    /** The one of the figures: infinite where it lies between finite and infinite numbers. */
    public static double quantile(double[] values, double percent) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return Quantile.of(sorted, percent / 100);
    }

    public static String text(String format, Object value) {
        return String.format(Locale.ROOT, format, value);
    }

    /** A loss to four digits; infinite ones belong to runs that diverged. */
    public static String loss(double value) {
        return Double.isInfinite(value) ? "diverged" : text("%.4g", value);
    }
}
