package org.gradus.experiments.table;

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

    /** A measure by its name: accuracies in percent. */
    static String measure(String name, double value) {
        if (name.endsWith("Accuracy")) return text("%.1f %%", 100 * value);
        return Measure.isLoss(name) ? loss(value) : text("%.4g", value);
    }

    /** The median and the 20-80 % band of a measure. NaN are left out. */
    static Table.Cell band(String name, double[] seeds) {
        double[] values = Arrays.stream(seeds).filter(v -> !Double.isNaN(v)).toArray();
        if (values.length == 0) return Table.Cell.of("-");
        double median = quantile(values, 50);
        String text = measure(name, median);
        if (values.length > 1) {
            text += " (" + measure(name, quantile(values, 20)) + " to " + measure(name, quantile(values, 80)) + ")";
        }
        return new Table.Cell(text, median);
    }
}
