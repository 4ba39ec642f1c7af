package org.gradus.plots;

import java.util.Arrays;

/**
 * The results of all seeds of one optimizer.
 *
 * @param name the optimizer's name; colour and marker are bound to it
 * @param values one finite result for each seed that did not diverge
 * @param diverged how many seeds diverged; they count as infinitely large results
 */
public record Spread(String name, double[] values, int diverged) {

    public Spread {
        values = values.clone();
        Arrays.sort(values);
        if (name.isBlank()) {
            throw new IllegalArgumentException("a spread needs a name");
        }
        if (!Arrays.stream(values).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("values must be finite, but are " + Arrays.toString(values));
        }
        if (diverged < 0 || values.length + diverged == 0) {
            throw new IllegalArgumentException("spread " + name + " has no seeds");
        }
    }

    @Override
    public double[] values() {
        return values.clone();
    }

    /** Seeds, diverged ones included. */
    public int runs() {
        return values.length + diverged;
    }

    /** A quantile over all seeds. */
    public double quantile(double p) {
        double[] sorted = Arrays.copyOf(values, runs());
        Arrays.fill(sorted, values.length, runs(), Double.POSITIVE_INFINITY);
        return Quantile.of(sorted, p);
    }

    /** The text beside the row, such as {@code adam (2 diverged)}. */
    public String label() {
        return diverged == 0 ? name : name + " (" + diverged + " diverged)";
    }
}
