package org.gradus.federated.algorithm;

import org.gradus.federated.InnerState;
import org.gradus.federated.Simulation;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;

/**
 * FedAda2: adaptive server and adaptive clients, whose preconditioners start at zero in every round instead of being sent.
 */
@Entry(type = "fedada2", about = "adaptive server and clients, no preconditioner sent",
        source = "Lee, Sharma, Zaheer and Li 2024, arXiv 2410.18117")
public record FedAda2(
        @Option(value = "delayed-adagrad()",
                about = "the clients' optimizer, which starts anew in every round") JointInner inner,
        @Option(value = "adagrad(lr=0.1)", about = "the server's optimizer") ZeroStartOuter outer) implements Algorithm {
    @Override
    public Simulation simulation(int localSteps) {
        return Simulation.of(inner.optimizer(), outer.optimizer(), localSteps).with("innerState", InnerState.RESET);
    }
}
