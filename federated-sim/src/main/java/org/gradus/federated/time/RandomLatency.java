package org.gradus.federated.time;

import org.gradus.federated.random.Keyed;
import org.gradus.federated.random.Purpose;
import org.gradus.optim.option.Require;

/**
 * {@code steps secondsPerStep speed delay + bytes secondsPerByte}: speed is a factor of the client, {@code e^{spread Z}}
 * with Z normal, drawn once from the seed; delay is a factor of the round, which a record gives the law of.
 */
interface RandomLatency extends Latency {
    double secondsPerStep();

    double secondsPerByte();

    double spread();

    /** The factor of one client in one round, at least 0. */
    double delay(Keyed random);

    @Override
    default double seconds(long seed, long round, long client, long steps, long bytes) {
        double speed = spread() == 0 ? 1
                : StrictMath.exp(spread() * Keyed.of(seed, 0, client, 1, Purpose.LATENCY).nextGaussian());
        double delay = delay(Keyed.of(seed, round, client, 0, Purpose.LATENCY));
        return steps * secondsPerStep() * speed * delay + bytes * secondsPerByte();
    }

    static void check(double secondsPerStep, double secondsPerByte, double spread) {
        Require.nonNegative("secondsPerStep", secondsPerStep);
        Require.nonNegative("secondsPerByte", secondsPerByte);
        Require.nonNegative("spread", spread);
    }
}
