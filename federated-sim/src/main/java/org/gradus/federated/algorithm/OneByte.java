package org.gradus.federated.algorithm;

import org.gradus.federated.Exchange.SharedSeed.Normalizer;
import org.gradus.federated.Exchange;
import org.gradus.federated.Simulation;
import org.gradus.federated.codec.ScalarFormat;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.Schedule;

/**
 * Just One Byte: clients send directional derivatives along directions of a shared seed, one byte each; every machine
 * makes the same update. localSteps means scalars of a client and round.
 */
@Entry(type = "one-byte", about = "shared-seed zeroth-order steps, one byte a scalar",
        source = "Zelikman et al. 2023, arXiv 2306.10015")
public record OneByte(
        @Option(value = "0.01", about = "rate") Schedule lr,
        @Option(value = "0.001", about = "length of the two steps that a scalar compares, > 0") double eps,
        @Option(value = "byte", about = "float64, float32, log9, byte or sign") ScalarFormat format,
        @Option(value = "mean",
                about = "divides by the number of scalars (mean) or its root (sqrt)") Normalizer normalizer)
        implements Algorithm {
    public OneByte {
        Require.positive("eps", eps);
    }

    @Override
    public Simulation simulation(int localSteps) {
        return Simulation.of(Sgd.of(1), Sgd.of(lr), 1)
                .with("exchange", new Exchange.SharedSeed(eps, localSteps, format, normalizer));
    }
}
