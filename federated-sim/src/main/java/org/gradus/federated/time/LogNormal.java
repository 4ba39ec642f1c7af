package org.gradus.federated.time;

import org.gradus.federated.random.Keyed;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;

/** A heavier tail of stragglers: delay {@code e^{sigma Z - sigma^2/2}} with Z normal, so its mean is 1. */
@Entry(type = "log-normal", about = "stragglers with a long tail: the time to compute a round is log-normal")
public record LogNormal(
        @Option(value = "1", about = "of a local step on average, >= 0") double secondsPerStep,
        @Option(value = "1", about = "standard deviation of the delay's logarithm, >= 0") double sigma,
        @Option(value = "0", about = "of a byte either way, >= 0") double secondsPerByte,
        @Option(value = "0", about = "of the clients' speeds: standard deviation of their logarithm, >= 0") double spread)
        implements RandomLatency {
    public LogNormal {
        RandomLatency.check(secondsPerStep, secondsPerByte, spread);
        Require.nonNegative("sigma", sigma);
    }

    @Override
    public double delay(Keyed random) {
        return StrictMath.exp(sigma * random.nextGaussian() - sigma * sigma / 2);
    }
}
