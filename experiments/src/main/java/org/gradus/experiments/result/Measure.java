package org.gradus.experiments.result;

import java.util.Locale;

/** What is measured of a model, by its name in the logs. */
public final class Measure {
    private Measure() {}

    /** {@code testAccuracy} as {@code test accuracy}. */
    public static String words(String name) {
        return name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }

    /** Whether less is better, and a log axis fits. */
    public static boolean isLoss(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(RunResult.LOSS);
    }

    /** A value of a measure: accuracies in percent. */
    public static String text(String name, double value) {
        if (name.endsWith("Accuracy")) return Quantity.text("%.1f %%", 100 * value);
        return isLoss(name) ? Quantity.loss(value) : Quantity.text("%.4g", value);
    }
}
