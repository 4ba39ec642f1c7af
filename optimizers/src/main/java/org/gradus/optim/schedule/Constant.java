package org.gradus.optim.schedule;

import org.gradus.optim.option.Catalogue;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;

/**
 * {@code eta[t] = value}, any number: a threshold may be negative or infinite. Without a warm-up it is written as a
 * plain number.
 */
@Entry(type = "constant", about = "the same value at every step")
public record Constant(
        @Option(about = "the value") double value,
        @Option(value = "0", about = "updates of the linear warm-up") long warmup,
        @Option(value = "0", about = "the value that the warm-up sets out from") double start) implements WarmedUp {

    public Constant {
        Require.check(!Double.isNaN(value), "value", "a number", value);
        Require.check(warmup >= 0, "warmup", "a number of updates >= 0", warmup);
        Require.finite("start", start);
    }

    public Constant(double value) {
        this(value, 0, 0);
    }

    @Override
    public double peak() {
        return value;
    }

    @Override
    public double afterWarmup(long t) {
        return value;
    }

    @Override
    public Object write() {
        return warmup == 0 && start == 0 ? value : Catalogue.text(this);
    }

    @Override
    public String toString() {
        return write().toString();
    }
}
