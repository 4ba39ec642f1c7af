package org.gradus.federated.algorithm;

import org.gradus.federated.Inner;
import org.gradus.federated.InnerState;
import org.gradus.federated.Simulation;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;

/**
 * TailOPT: clipped local steps, any outer rule; schedules count rounds, clients keep nothing. With {@code [bi-clip,
 * sgd]} or {@code [l2-clip, sgd]} inside and sgd, adagrad, rmsprop, adam, {@code [bi-clip, sgd]} or {@code [l2-clip,
 * sgd]} outside these are all its instances.
 */
@Entry(type = "tailopt", about = "clipped local steps for heavy-tailed noise, any outer rule",
        source = "Lee, Zaheer and Li 2025, arXiv 2502.04164, Algorithm 1")
public record TailOpt(
        @Option(value = "sgd(lr=0.1)", about = "the clients' optimizer: a chain of a clip and sgd") Inner inner,
        @Option(value = "sgd(lr=1)", about = "the server's optimizer") ZeroStartOuter outer) implements Algorithm {
    @Override
    public Simulation simulation(int localSteps) {
        return Simulation.of(inner.optimizer(), outer.optimizer(), localSteps).with("innerState", InnerState.RESET);
    }
}
