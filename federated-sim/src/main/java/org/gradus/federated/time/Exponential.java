package org.gradus.federated.time;

import org.gradus.federated.random.Keyed;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;

/** The time to compute is exponential around its mean: delay exponential with mean 1. */
@Entry(type = "exponential", about = "memoryless stragglers: the time to compute a round is exponential")
public record Exponential(
        @Option(value = "1", about = "of a local step on average, >= 0") double secondsPerStep,
        @Option(value = "0", about = "of a byte either way, >= 0") double secondsPerByte,
        @Option(value = "0", about = "of the clients' speeds: standard deviation of their logarithm, >= 0") double spread)
        implements RandomLatency {
    public Exponential {
        RandomLatency.check(secondsPerStep, secondsPerByte, spread);
    }

    @Override
    public double delay(Keyed random) {
        return random.nextExponential();
    }
}
