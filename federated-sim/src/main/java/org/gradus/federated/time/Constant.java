package org.gradus.federated.time;

import org.gradus.federated.random.Keyed;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;

/** Every round of a client takes the same time: delay 1. */
@Entry(type = "constant", about = "the same time in every round; clients may differ by spread")
public record Constant(
        @Option(value = "1", about = "of a local step, >= 0") double secondsPerStep,
        @Option(value = "0", about = "of a byte either way, >= 0") double secondsPerByte,
        @Option(value = "0", about = "of the clients' speeds: standard deviation of their logarithm, >= 0") double spread)
        implements RandomLatency {
    public Constant {
        RandomLatency.check(secondsPerStep, secondsPerByte, spread);
    }

    @Override
    public double delay(Keyed random) {
        return 1;
    }
}
